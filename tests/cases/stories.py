"""What the stories of complaints and reports begin with."""

from identity.people import PersonalData


def complaint_of(walk, text="电饭煲用了三天就坏，要求更换", *, agent=None, **more):
    """A named complaint, taken by telephone."""
    if agent is not None:
        more["agent"] = PersonalData(name=agent, phone="13909520177")
    return walk.call(text, name="钱途亮", phone="13909520102", **more).complaint


def report_of(walk, text="小作坊用过期面粉做馒头", **more):
    """A report; anonymous unless a name is given."""
    return walk.call(text, as_complaint=False, **more).report


def named_report(walk, text="小作坊用过期面粉做馒头", *, phone="13909520112", **more):
    return report_of(walk, text, name="苗小诚", phone=phone, **more)


def again(matter):
    """The matter as it stands in the database."""
    return type(matter).objects.get(pk=matter.pk)


def clock(matter, rule):
    """The newest clock of a rule on the matter."""
    return matter.clocks.filter(rule=rule).latest("id")
