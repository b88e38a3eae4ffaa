"""What we keep: every table, in the order they refer to one another."""

from models.account_event import AccountEvent
from models.application import Application, Call, Party, Revision
from models.case import Case, CaseDocument, CaseMove, Check
from models.company import Company, Membership, Supplier
from models.consortium import Confirmation, Invitation
from models.consulting import ConsultingCase, ConsultingNote, ConsultingResult
from models.evaluation import Assignment, Conflict, Evaluator, Pledge, Round, RoundCase, Score
from models.evidence import Consent, Conversion, Evidence
from models.file_key import FileKey
from models.heartbeat import Heartbeat
from models.industry import Industry
from models.lookup import Lookup
from models.mail import Attachment, Outbox
from models.person import Person, Session, SignInCode
from models.picture import Picture
from models.pool import Reply, Review, Shortlisted, Term
from models.pool_index import Listing, PoolTag, PoolVersion
from models.proposal import PoolImport, Proposal
from models.rescue import Rescue
from models.review_notes import ItemCheck, ReadyReason, RegistrationLook, RegistrationTaken
from models.search_key import SearchKey
from models.staff import AccessLog, Agency, Staff
from models.submission import Claim, Event, Filing, StoredDocument, Submission
from models.together import Note, Presence, ShareLink, ShareOpening

TABLES = (
    Person,
    SignInCode,
    Session,
    Company,
    Membership,
    Supplier,
    Call,
    Application,
    Party,
    Revision,
    SearchKey,
    Rescue,
    Evidence,
    Consent,
    Submission,
    Filing,
    Claim,
    StoredDocument,
    Event,
    Outbox,
    Attachment,
    Conversion,
    Picture,
    Invitation,
    Confirmation,
    Presence,
    Note,
    ShareLink,
    ShareOpening,
    Term,
    PoolTag,
    PoolVersion,
    Listing,
    Review,
    Reply,
    ItemCheck,
    RegistrationLook,
    RegistrationTaken,
    ReadyReason,
    Shortlisted,
    Agency,
    Staff,
    AccessLog,
    AccountEvent,
    FileKey,
    Heartbeat,
    ConsultingCase,
    ConsultingResult,
    ConsultingNote,
    Case,
    CaseMove,
    Check,
    CaseDocument,
    Proposal,
    PoolImport,
    Evaluator,
    Pledge,
    Round,
    RoundCase,
    Assignment,
    Conflict,
    Score,
    Industry,
    Lookup,
)
