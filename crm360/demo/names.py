"""Name parts of the demo people: common first names, their nicknames, and plainly synthetic surnames, streets and
towns.

Surnames are composed (`Oakfield`, `Testwood`, `Samplebury`), so no name is that of a real or invented known person.
"""

from __future__ import annotations

import numpy as np

_WOMEN = """Elizabeth Mary Sarah Jennifer Margaret Susan Patricia Catherine Katherine Rebecca Jessica Emily Charlotte
Victoria Alexandra Samantha Christina Deborah Barbara Amanda Olivia Sophie Grace Hannah Lucy Emma Chloe Ruth
Alice Helen Laura Rachel Joanne Julie Nicola Abigail Isabella Eleanor Florence Harriet Imogen Matilda Zoe Nora
Bridget Siobhan Aoife Renée Zoë Chloé"""
_MEN = """William James Robert John Michael David Richard Thomas Christopher Daniel Matthew Anthony Andrew Joseph Edward
Alexander Benjamin Nicholas Jonathan Stephen Steven Timothy Gregory Peter Simon Mark Paul Luke Adam Jack Harry
Oliver George Charles Henry Samuel Frederick Philip Patrick Kenneth Gerald Lawrence Leonard Nathan Ryan Sean
Liam Declan Björn José André"""
WOMEN: tuple[str, ...] = tuple(_WOMEN.split())
MEN: tuple[str, ...] = tuple(_MEN.split())
FIRST: tuple[str, ...] = WOMEN + MEN
"""All first names: women's, then men's."""

_NICKNAMES = """Elizabeth:Liz,Beth,Lizzie,Betty Mary:Molly,Polly Sarah:Sally,Sadie Jennifer:Jen,Jenny
Margaret:Maggie,Meg,Peggy
Susan:Sue,Susie Patricia:Pat,Trish Catherine:Cathy,Kate,Cat Katherine:Kate,Kathy,Katie Rebecca:Becky,Becca
Jessica:Jess,Jessie Emily:Em,Emmy Charlotte:Lottie,Charlie Victoria:Vicky,Tori Alexandra:Alex,Sandra,Lexi
Samantha:Sam,Sammy Christina:Chris,Tina Deborah:Deb,Debbie Barbara:Barb,Babs Amanda:Mandy Olivia:Liv,Livvy
Joanne:Jo Julie:Jules Nicola:Nicky Abigail:Abby Isabella:Bella,Izzy Eleanor:Ellie,Nell Florence:Flo,Flossie
Harriet:Hattie Imogen:Immy Matilda:Tilly William:Will,Bill,Billy,Liam James:Jim,Jimmy,Jamie Robert:Rob,Bob,Bobby
John:Jack,Johnny Michael:Mike,Mick David:Dave,Davy Richard:Rick,Dick,Rich Thomas:Tom,Tommy Christopher:Chris,Kit
Daniel:Dan,Danny Matthew:Matt Anthony:Tony Andrew:Andy,Drew Joseph:Joe,Joey Edward:Ed,Ted,Eddie
Alexander:Alex,Sandy,Xander Benjamin:Ben,Benny Nicholas:Nick,Nicky Jonathan:Jon,Jonny Stephen:Steve Steven:Steve
Timothy:Tim,Timmy Gregory:Greg Peter:Pete Simon:Si George:Georgie Charles:Charlie,Chuck Henry:Harry,Hal
Samuel:Sam,Sammy Frederick:Fred,Freddie Philip:Phil,Pip Patrick:Paddy,Pat Kenneth:Ken,Kenny Gerald:Gerry,Jerry
Lawrence:Larry Leonard:Len,Lenny Nathan:Nate Helen:Nell Alice:Ali Rachel:Rach"""
NICKNAMES: dict[str, tuple[str, ...]] = {
    name: tuple(short.split(",")) for name, _, short in (entry.partition(":") for entry in _NICKNAMES.split())
}
"""First name → the short forms people use for it."""

_HEADS = """Oak Test Sample Ash Elm Maple Stone River Hill Lake Moor Fern Birch Alder Cedar Hazel Thorn Heath
Marsh Brook
Dale Glen Sand Clay Flint Copper Silver Amber Cobalt Linen Cotton Paper Draft Model Mock Proto Demo Placeholder
Spare Proxy Dummy Cipher Vector Matrix Pixel Summer Winter Autumn"""
_TAILS = """field wood bury ford ham ton ley worth stead wick croft combe mere shaw gate well bourne side bank
ridge view
mont hurst thwaite beck holt lock mill more cliff den dine stock minster"""
SURNAMES: tuple[str, ...] = tuple(
    head + tail for tail in _TAILS.split() for head in _HEADS.split() if not head.lower().endswith(tail[0] * 2)
)
"""About 1,600 composed surnames."""

_STREET_HEADS = """Acorn Beacon Cherry Dove Elder Foundry Garden Harbour Ivory Juniper Kiln Lantern Meadow
Nectar Orchard
Pepper Quarry Rowan Sorrel Tanner Upland Violet Willow Yarrow"""
_STREET_TAILS = "Street Road Lane Avenue Close Way Drive Gardens"
STREETS: tuple[str, ...] = tuple(f"{head} {tail}" for head in _STREET_HEADS.split() for tail in _STREET_TAILS.split())
"""Composed street names."""

TOWNS: tuple[tuple[str, str, str], ...] = (
    ("London", "Greater London", "N"),
    ("Birmingham", "West Midlands", "B"),
    ("Leeds", "West Yorkshire", "LS"),
    ("Glasgow", "Lanarkshire", "G"),
    ("Sheffield", "South Yorkshire", "S"),
    ("Manchester", "Greater Manchester", "M"),
    ("Edinburgh", "Midlothian", "EH"),
    ("Liverpool", "Merseyside", "L"),
    ("Bristol", "Bristol", "BS"),
    ("Cardiff", "Glamorgan", "CF"),
    ("Leicester", "Leicestershire", "LE"),
    ("Nottingham", "Nottinghamshire", "NG"),
    ("Newcastle", "Tyne and Wear", "NE"),
    ("Plymouth", "Devon", "PL"),
    ("Norwich", "Norfolk", "NR"),
    ("York", "North Yorkshire", "YO"),
)
FOREIGN: dict[str, tuple[tuple[str, str], ...]] = {
    "CN": (("Beijing", "北京"), ("Shanghai", "上海"), ("Shenzhen", "深圳"), ("Hangzhou", "杭州")),
    "IE": (("Dublin", "Leinster"), ("Cork", "Munster"), ("Galway", "Connacht")),
    "US": (("Boston", "MA"), ("Austin", "TX"), ("Seattle", "WA")),
}
COMPANIES: tuple[str, ...] = tuple(
    f"{head} {tail}" for head in ("Sample", "Test", "Model", "Draft") for tail in ("Ltd", "Trading", "Studio")
)


def misspell(names: tuple[str, ...], kind: int) -> list[str]:
    """Each name with one slip of the pen: 0 drops a letter, 1 swaps two, 2 doubles one, 3 changes a vowel."""
    out = []
    for place, name in enumerate(names):
        at = 1 + (place * 7 + kind) % max(1, len(name) - 2)
        if kind == 0:
            out.append(name[:at] + name[at + 1 :])
        elif kind == 1:
            out.append(name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :])
        elif kind == 2:
            out.append(name[:at] + name[at] + name[at:])
        else:
            vowel = next((i for i in range(1, len(name)) if name[i] in "aeiou"), 1)
            out.append(
                name[:vowel]
                + {"a": "e", "e": "a", "i": "y", "o": "u", "u": "o"}.get(name[vowel], "e")
                + name[vowel + 1 :]
            )
    return out


def zipf(count: int, exponent: float, shift: float = 3.0) -> np.ndarray:
    """Cumulated skewed frequencies of `count` things (ends with 1)."""
    weights = (np.arange(count) + shift) ** -exponent
    return np.cumsum(weights) / weights.sum()
