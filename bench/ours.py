"""Our site as it ships, on a fresh data folder: `python -m bench.ours FOLDER` says in one line where it listens.

The person is the lead of the demo's finished application, with one step taken out again: the whole plan is there to be
read and judged at every request, which is the most it can cost, and `contact` comes after `company`.
"""

import json
import sys

import config
import server
from app import create_app
from models import schema
from models.application import Application, Revision
from models.base import now
from services.access import accounts
from services.drafts import applications
from services.operations import demo


def main(folder: str) -> None:
    app = create_app(config.with_own_keys(config.Settings(data_dir=folder, demo=True)))
    schema.up()
    demo.seed()
    sample = json.loads((demo.SAMPLES / "companies" / "A1.json").read_text(encoding="utf-8"))["steps"]
    lead = accounts.person_at(sample["contact"]["email"])
    application = Application.of(lead).first()
    standing = applications.stand(application, lead)
    number = standing.heads["contact", standing.parties[0].key].number
    Revision.delete().where(Revision.application == application, Revision.number == number).execute()
    Application.next(application)  # or it would be remembered as it was
    session = {"sid": accounts.open_session(lead, now()), "_permanent": True}
    listening = server.make(app, "127.0.0.1", 0)
    ready = {
        "port": listening.effective_port,
        "cookies": {"session": app.session_interface.get_signing_serializer(app).dumps(session)},  # type: ignore
        "step": f"/applications/{application.token}/company",
        "prefix": "",
        "answers": sample["company"],
    }
    print(json.dumps(ready), flush=True)
    listening.run()


if __name__ == "__main__":
    main(sys.argv[1])
