"""Countries, their regions, numbers and companies, for people who do not exist. Pure data.

Where a country keeps numbers for films and examples, ours are among them: 555 in North America,
Ofcom's, Arcep's, ACMA's and the Bundesnetzagentur's ranges.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """Where people live: `regions` are (state, number) pairs; each x of a number is any digit."""

    name: str
    language: str
    weight: int
    companies: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]


def _country(name: str, language: str, weight: int, companies: str, regions: str) -> Country:
    return Country(
        name,
        language,
        weight,
        tuple(companies.split(", ")),
        tuple(_region(line) for line in regions.split(", ")),
    )


def _region(line: str) -> tuple[str, str]:
    state, number = line.rsplit(" ", 1)
    return state, number


COUNTRIES = (
    _country(
        "United States",
        "english",
        60,
        "Bluebonnet Realty, Harbor & Pine Homes, Cedar Ridge Brokers, Summit Lane Group, "
        "Prairie Star Realty, Old Mill Properties, Lakeshore Partners, Copper Canyon Estates",
        "CA +1213555xxxx, CA +1619555xxxx, TX +1512555xxxx, TX +1713555xxxx, NY +1212555xxxx, "
        "NY +1716555xxxx, FL +1305555xxxx, FL +1407555xxxx, WA +1206555xxxx, IL +1312555xxxx, "
        "GA +1404555xxxx, CO +1303555xxxx, MA +1617555xxxx, OR +1503555xxxx, AZ +1602555xxxx, "
        "NC +1919555xxxx, OH +1614555xxxx, MN +1612555xxxx",
    ),
    _country(
        "Canada",
        "english",
        12,
        "Maple Crescent Realty, Northern Lights Homes, Saint-Laurent Immobilier",
        "Ontario +1416555xxxx, Ontario +1613555xxxx, British Columbia +1604555xxxx, "
        "Alberta +1403555xxxx, Québec +1514555xxxx, Nova Scotia +1902555xxxx",
    ),
    _country(
        "United Kingdom",
        "english",
        24,
        "Foxglove & Sons, Thames Wharf Lettings, Dales Property Partners, Castle Gate Estates",
        "England +4420794605xx, England +4420794609xx, England +441134960xxx, "
        "England +441174960xxx, England +441214960xxx, England +441614960xxx, "
        "England +441914980xxx, "
        "Scotland +441314960xxx, Scotland +441414960xxx, Wales +442920180xxx, "
        "Northern Ireland +442896496xxx",
    ),
    _country(
        "Ireland",
        "english",
        6,
        "Shamrock Row Homes, Liffey Quay Property",
        "Leinster +3531555xxxx, Munster +35321555xxxx, Connacht +35391555xxx",
    ),
    _country(
        "France",
        "french",
        16,
        "Agence des Tilleuls, Maison & Rivage, Cabinet Belle-Étoile, Immobilière du Vieux-Port",
        "Île-de-France +3319900xxxx, Bretagne +3326191xxxx, Grand Est +3335301xxxx, "
        "Provence-Alpes-Côte d'Azur +3346571xxxx, Nouvelle-Aquitaine +3353649xxxx",
    ),
    _country(
        "Germany",
        "german",
        14,
        "Lindenhof Immobilien GmbH, Elbufer Makler, Haus & Grün KG, Süddeutsche Wohnbau",
        "Berlin +493023125xxx, Hessen +496990009xxx, Hamburg +494066969xxx, "
        "Nordrhein-Westfalen +492214710xxx, Bayern +498999998xxx",
    ),
    _country(
        "Switzerland",
        "german",
        4,
        "Seeblick Immobilien AG, Alpentor Treuhand",
        "Zürich +4144555xxxx, Bern +4131555xxxx, Genève +4122555xxxx",
    ),
    _country(
        "Spain",
        "spanish",
        9,
        "Casas del Olivar, Inmobiliaria Puerta Nueva, Grupo Mirador",
        "Comunidad de Madrid +3491055xxxx, Cataluña +3493055xxxx, Andalucía +3495455xxxx",
    ),
    _country(
        "Mexico",
        "spanish",
        8,
        "Casa Jacaranda, Bienes Raíces del Valle, Hogares del Sol",
        "Ciudad de México +525555xxxxxx, Jalisco +523355xxxxxx, Nuevo León +528155xxxxxx",
    ),
    _country(
        "Italy",
        "italian",
        7,
        "Studio Cipressi, Immobiliare Due Torri, Case & Colline",
        "Lazio +390655xxxxxx, Lombardia +390255xxxxxx, Toscana +3905555xxxxx",
    ),
    _country(
        "Portugal",
        "portuguese",
        4,
        "Casas da Ribeira, Azulejo Imobiliária",
        "Lisboa +35121055xxxx, Porto +35122055xxxx",
    ),
    _country(
        "Brazil",
        "portuguese",
        9,
        "Imóveis Ipê-Amarelo, Morada Clara, Grupo Beira-Mar",
        "São Paulo +551135xxxxxx, Rio de Janeiro +552135xxxxxx, Minas Gerais +553135xxxxxx",
    ),
    _country(
        "Netherlands",
        "dutch",
        5,
        "Grachtengordel Makelaars, Polderhuis Wonen",
        "Noord-Holland +3120555xxxx, Zuid-Holland +3110555xxxx, Utrecht +3130555xxxx",
    ),
    _country(
        "Sweden",
        "nordic",
        5,
        "Björkallén Fastigheter, Skärgård & Hem",
        "Stockholm +4684650xxxx, Västra Götaland +46313900xxx",
    ),
    _country("Norway", "nordic", 3, "Fjordgløtt Eiendom", "Oslo +47211xxxxx, Vestland +475555xxxx"),
    _country(
        "Poland",
        "polish",
        6,
        "Dom pod Lipą, Nieruchomości Wisła",
        "Mazowieckie +4822555xxxx, Małopolskie +4812555xxxx, Pomorskie +4858555xxxx",
    ),
    _country(
        "Greece",
        "greek",
        4,
        "Κτηματική Αιγαίου, Μεσιτικό Ακρόπολις",
        "Αττική +302105xxxxxx, Κεντρική Μακεδονία +302310555xxx",
    ),
    _country(
        "Ukraine",
        "ukrainian",
        4,
        "Оселя, Дніпро Дім",
        "Київ +380445xxxxxx, Львівська +380322xxxxxx",
    ),
    _country(
        "Türkiye",
        "turkish",
        4,
        "Boğaziçi Emlak, Çınaraltı Konut",
        "İstanbul +90212555xxxx, Ankara +90312555xxxx, İzmir +90232555xxxx",
    ),
    _country(
        "Israel", "hebrew", 4, "בית הגפן, נדלן הכרמל", "תל אביב +97235xxxxxx, חיפה +97248xxxxxx"
    ),
    _country(
        "United Arab Emirates",
        "arabic",
        5,
        "دار النخيل العقارية, Dune Crest Properties",
        "Dubai +97142xxxxxx, Abu Dhabi +97126xxxxxx, الشارقة +97165xxxxxx",
    ),
    _country(
        "India",
        "indian",
        7,
        "Neem Tree Realty, Gulmohar Estates, Himalaya Griha",
        "Maharashtra +9122255xxxxx, Karnataka +9180255xxxxx, Delhi +9111255xxxxx, "
        "Tamil Nadu +9144255xxxxx",
    ),
    _country("India", "hindi", 3, "नीम निवास", "दिल्ली +9111255xxxxx, उत्तर प्रदेश +91522255xxxx"),
    _country(
        "Japan",
        "japanese",
        6,
        "桜坂不動産, 株式会社みなと住宅",
        "東京都 +81355xxxxxx, 大阪府 +81665xxxxxx, 北海道 +8111255xxxx",
    ),
    _country(
        "South Korea",
        "korean",
        4,
        "한강부동산, 푸른마을공인중개사",
        "서울특별시 +8225555xxxx, 부산광역시 +82515555xxx",
    ),
    _country("China", "chinese", 4, "安居置业, 江南地产", "北京 +86106255xxxx, 上海 +86216255xxxx"),
    _country(
        "Australia",
        "english",
        9,
        "Banksia & Wattle Realty, Southern Cross Homes, Jacaranda Street Agents",
        "NSW +6125550xxxx, VIC +6135550xxxx, QLD +6175550xxxx, WA +6185550xxxx",
    ),
    _country(
        "New Zealand",
        "english",
        4,
        "Pōhutukawa Property, Long Bay Homes",
        "Auckland +6495550xxx, Wellington +6445550xxx",
    ),
    _country(
        "South Africa",
        "african",
        4,
        "Protea Ridge Homes, Table Bay Letting",
        "Gauteng +2711555xxxx, Western Cape +2721555xxxx",
    ),
    _country("Nigeria", "african", 4, "Lekki Shore Realty", "Lagos +234803555xxxx"),
    _country("Kenya", "african", 3, "Acacia Court Property", "Nairobi County +254712555xxx"),
)
