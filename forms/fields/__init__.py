"""The kinds of answer a step may ask for."""

from forms.fields.base import Answer, Choice, Choices, Coded, LongText, Select, Text, YesNo
from forms.fields.dependence import Answered
from forms.fields.figures import BirthDay, Day, Month, Number, Points, Whole, Won, Year
from forms.fields.identity import BusinessNumber, CorporationNumber, Email, IndustryCode, Phone, Postcode, Web
from forms.fields.rows import Row, Rows

__all__ = [
    "Answer",
    "Answered",
    "BirthDay",
    "BusinessNumber",
    "Choice",
    "Choices",
    "Coded",
    "CorporationNumber",
    "Day",
    "Email",
    "IndustryCode",
    "LongText",
    "Month",
    "Number",
    "Phone",
    "Points",
    "Postcode",
    "Row",
    "Rows",
    "Select",
    "Text",
    "Web",
    "Whole",
    "Won",
    "Year",
    "YesNo",
]
