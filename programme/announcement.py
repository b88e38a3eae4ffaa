"""What the announcement of one call says that no kind of application owns: its figures, its clauses, its exclusions."""

from collections.abc import Mapping
from dataclasses import dataclass

from programme.agencies import Agency
from programme.exclusions import Exclusion, span
from programme.grounds import Clause, Ground
from programme.requirements import Requirement

# Codes that answers and slots are kept under, the same in every call.
NEW, UPGRADE = "new", "upgrade"  # 신규, 고도화
NEW_BUSINESS, DELIVERY = "new_business", "delivery"  # BM 창출, 서비스 전달체계 개선


@dataclass(frozen=True)
class System:
    """Where one applies: the announcement's own system. phone: its help desk."""

    name: str
    host: str
    phone: str

    @property
    def url(self) -> str:
        return f"https://{self.host}"


@dataclass(frozen=True)
class Sections:
    """Where the announcement says what pages send their readers to, as people cite it."""

    slots: str
    eligibility: str
    exceptions: str
    data_use: str
    contacts: str
    consulting: str
    pool: str


@dataclass(frozen=True)
class Criterion:
    """What evaluators look at, in the announcement's words; reading: how it shows in one step, as we read it."""

    ground: Ground
    reading: str


@dataclass(frozen=True, eq=False)
class Announcement:
    """The figures of one call. slug: what a Call row names it by; phones: of the lead agency; agencies: the 수행기관, by
    the slugs that staff's posts and addresses are kept under in every call; tracks, service_types: {code: name}.

    share: the grant's largest share of the total, in percent; caps: its largest amount by track, in won; build_years:
    the rounds whose solution may be upgraded, and which bar another new project; months, extension: the longest project
    and what may be added later; slots: {(track, service type): how many}; account_years: those whose figures are asked
    for; wages: {job: average won a month}, a reference; cost_categories: all but labour, in_kind the last; ksic: the
    revision of 한국표준산업분류 industries are named by; exceptions: {code: words}; approval_days: (from, to) an approval in
    the pool takes; completion_days: how long a supplier has to answer a request for completion, where the officer names
    no other day; early_days: how long before closing it asks to be done; expert_visit, expert_fee: how long an expert
    comes for consulting, and what that costs; grounds: what the shared rules rest on, by what they ask for; examples:
    of what each question about exclusions means, by its step and field; criteria: what evaluators look at, by step;
    requirements: the lines of the requirement check after closing; pool_limits: what bars a supplier from registering,
    where the call takes registrations."""

    slug: str
    notice: str
    title: str
    addressee: str
    system: System
    lead_agency: str
    phones: tuple[str, ...]
    ministry: Agency
    agencies: Mapping[str, Agency]
    tracks: Mapping[str, str]
    service_types: Mapping[str, str]
    share: int
    caps: Mapping[str, int]
    build_years: tuple[int, ...]
    months: int
    extension: int
    slots: Mapping[tuple[str, str], int]
    account_years: tuple[int, ...]
    wages: Mapping[str, int]
    cost_categories: tuple[str, ...]
    in_kind: str
    ksic: int
    exceptions: Mapping[str, str]
    approval_days: tuple[int, int]
    completion_days: int
    early_days: tuple[int, int]
    expert_visit: str
    expert_fee: str
    sections: Sections
    clauses: tuple[Clause, ...]
    grounds: Mapping[str, Ground]
    exclusions: tuple[Exclusion, ...]
    examples: Mapping[tuple[str, str], str]
    criteria: Mapping[str, tuple[Criterion, ...]]
    requirements: tuple[Requirement, ...] = ()
    pool_limits: tuple[Exclusion, ...] = ()

    @property
    def year(self) -> str:
        """The year its title begins with, as people name the call."""
        return self.title.partition("년")[0]

    @property
    def bodies(self) -> str:
        """Whose programme it is."""
        return f"{self.ministry.name}·{self.lead_agency}"

    @property
    def consulting(self) -> str:
        """하루, 무료: the terms of consulting."""
        return f"{self.expert_visit}, {self.expert_fee}"

    @property
    def approval(self) -> str:
        """3~7일: how long an approval in the pool takes, as the announcement estimates."""
        return "{}~{}일".format(*self.approval_days)

    @property
    def early(self) -> str:
        """1~2일: before closing, when the announcement asks to be done."""
        return "{}~{}일".format(*self.early_days)

    @property
    def built(self) -> str:
        """2020~2023년: the rounds whose solution may be upgraded."""
        return years(self.build_years)

    @property
    def case_numbers(self) -> dict[tuple[str, str], str]:
        """{(step, field): "(5)"}: each case that bars a company, as the announcement counts it. An earlier new project
        bars it from one track alone and is no exclusion here."""
        earlier = {("history", "new_years"): self.grounds["only_upgrade"].number}
        return earlier | {(each.step, each.field): each.number for each in (*self.exclusions, *self.pool_limits)}

    def cases_of(self, step: str) -> str:
        """(5)~(11): the cases a step asks about."""
        return span(number for (of, _), number in self.case_numbers.items() if of == step)

    @property
    def liftable_limits(self) -> str:
        """(1)~(4): the limits of the pool that an exception may lift."""
        return span(each.number for each in self.pool_limits if each.lifted_by)

    @property
    def exception_numbers(self) -> str:
        """①~④: the exceptions, as the announcement counts them."""
        return span(words[0] for words in self.exceptions.values())

    def types_of(self, track: str) -> list[str]:
        """The names of the service types a track supports."""
        return [self.service_types[of] for each, of in self.slots if each == track]

    @property
    def jobs(self) -> dict[str, str]:
        """What somebody in a project may be: the jobs of the wage survey."""
        return {job: job for job in self.wages}

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of costs besides labour, what is given in kind last."""
        return *self.cost_categories, self.in_kind


def years(of: tuple[int, ...]) -> str:
    return f"{of[0]}~{of[-1]}년" if len(of) > 1 else f"{of[0]}년"
