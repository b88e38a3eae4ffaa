"""When each part of the site that runs by itself was last alive. Frozen, like every migration."""

from peewee import BigIntegerField, Model, TextField


def up(migrator, db):
    class Heartbeat(Model):
        name = TextField(unique=True)
        at = BigIntegerField()

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables([Heartbeat], safe=False)


def down(migrator, db):
    migrator.migrate(migrator.drop_table("heartbeat"))
