"""What an address or a form asks of the supplier pool: words, filters, order, page, and who is ticked to be compared.

Ticks travel with every form of the search, so that they outlast pages and searches without JavaScript and without
anybody signed in.
"""

from werkzeug.datastructures import MultiDict

from services.pool import search
from services.pool.search import Wanted
from web.url_params import positive_int, search_text

COMPARED = 4  # suppliers side by side
TICKED = 20  # carried: as many as stand on a page


def requested(sent: MultiDict[str, str]) -> Wanted:
    """The search that is asked for; what it asks for and we do not know is as if it were not asked."""
    sort = sent.get("sort", "")
    return Wanted(
        words=search_text(sent.get("q", "")),
        filters={name: value for name in search.FILTERS if (value := search_text(sent.get(name, "")))},
        sort=sort if sort in search.SORTS else "name",
        page=positive_int(sent.get("page", "1")),
    )


def ticked(sent: MultiDict[str, str]) -> list[str]:
    """Tokens of the suppliers ticked to be compared, each once."""
    return list(dict.fromkeys(search_text(text) for text in sent.getlist("s")))[:TICKED]
