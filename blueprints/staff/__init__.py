"""Where the agencies' people come in: a module an area."""

from flask import Flask


def register(app: Flask) -> None:
    from blueprints.staff import agencies, approval, handed_in, lists, looks, sets, start, terms

    for area in (start, lists, handed_in, sets, approval, agencies, terms, looks):
        app.register_blueprint(area.bp)
