"""What this engine refuses, by name: a template's faults, and a value's."""


class Refused(ValueError):
    """A template holds what this engine does not run; the message names the tag and where it stands."""


class Unknown(LookupError):
    """A tag has no value in the data; the message is the tag's path, e.g. "kpi.rows[2].name"."""


class NotPlain(TypeError):
    """A value is not of a kind its tag can take: text, numbers and None print, lists repeat. Names the value's path."""


class Unprintable(ValueError):
    """A text holds a character no document can carry; the message names the value's path and the character."""


class NotAPicture(ValueError):
    """The bytes given for a picture are not a PNG or JPEG of bearable size; the message names the picture."""
