"""Given and family names by language, for people who do not exist. Pure data.

Where a name is not written in Latin letters, what follows the slash is how its e-mail address
spells it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """A language's names; `family_first` where the family name is written first."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool = False
    separator: str = " "


def _names(given: str, family: str, family_first: bool = False, separator: str = " ") -> Names:
    return Names(tuple(given.split()), tuple(family.split()), family_first, separator)


NAMES = {
    "english": _names(
        "Amelia Benjamin Charlotte Daniel Eleanor Frederick Grace Henry Isla Jasper Katherine Liam "
        "Madeleine Nathan Olivia Patrick Rosalind Samuel Tessa Victor Willow Zachary",
        "Abbott Barlow Carrington Dunmore Ellsworth Fairbanks Goodwin Hartley Ingram Kingsley "
        "Lockwood Merriweather Northcott O'Callaghan Pemberton Quigley Redfern Stanhope Thornbury "
        "Underhill Whitlock Yardley",
    ),
    "french": _names(
        "Adèle Bastien Chloé Damien Éléonore Florent Gaëlle Hugo Inès Jérôme Léa Maël Noémie "
        "Océane Rémi Solène Théo Zoé",
        "Aubert Beaumont Chevallier Delacroix Estève Fournier Girault Hébert Jourdain Lacombe "
        "Marchand Noël Perrault Rousselle Saint-Clair Thibault Vasseur",
    ),
    "german": _names(
        "Anneliese Björn Clara Dieter Elke Friedrich Greta Hannes Ingrid Jürgen Käthe Lukas "
        "Mathilde Niklas Renate Sören Ulrike Wolfgang",
        "Altmann Brückner Dörfler Engelhardt Fröhlich Großmann Hoffmeister Jäger Köhler Lindner "
        "Müllenbach Nußbaum Oberländer Preuß Rosenthal Schönfeld Weißhaupt Zöllner",
    ),
    "spanish": _names(
        "Alejandra Beltrán Carmen Diego Estefanía Fermín Guadalupe Héctor Inés Joaquín Lucía "
        "Mónica Nicolás Paloma Rodrigo Sofía Tomás Ximena",
        "Aranda Benítez Cáceres Domínguez Escobedo Figueroa Galván Herrera Ibáñez Lozano Muñoz "
        "Navarrete Ordóñez Peñalver Quiroga Rebolledo Santillán Villanueva",
    ),
    "italian": _names(
        "Alessia Bruno Chiara Davide Elettra Fabrizio Ginevra Leonardo Martina Niccolò Ottavia "
        "Raffaele Serena Tommaso Viola",
        "Altobelli Bonfanti Castellani D'Angelo Esposito Ferrante Giordano Lombardi Marchetti "
        "Pellegrini Ricciardi Santoro Tedesco Valentini",
    ),
    "portuguese": _names(
        "Antônia Benedito Camila Davi Estela Gonçalo Helena Inácio Júlia Luís Mariana Otávio "
        "Rafaela Sebastião Thaís Vicente",
        "Araújo Bragança Carvalho Drummond Espírito-Santo Fonseca Guimarães Magalhães Nogueira "
        "Pacheco Queirós Rezende Simões Teixeira Valadão",
    ),
    "dutch": _names(
        "Anouk Bram Daan Eva Floris Hanneke Jeroen Lotte Maarten Noor Pieter Roos Sanne Thijs "
        "Wouter",
        "Bakhuis Dijkstra Groeneveld Hoekstra Kuipers Meijer Oosterhout Postma Rijnders Smeets "
        "Terpstra Verhoeven Westerink Zijlstra",
    ),
    "nordic": _names(
        "Astrid Bjørn Ebba Fredrik Göran Hedvig Ingmar Jørgen Linnéa Mårten Nils Saga Sigrid "
        "Torbjörn Vilde Åsa",
        "Ahlström Bergqvist Dahl Eklund Fjeldstad Grønning Hägglund Kristoffersen Lindqvist "
        "Nordström Sjögren Solberg Åkerman Øvrebø",
    ),
    "polish": _names(
        "Agnieszka Bartosz Czesław Elżbieta Grażyna Jędrzej Katarzyna Łukasz Małgorzata Paweł "
        "Stanisław Zofia",
        "Bąk Cieślak Dąbrowska Głowacki Jabłońska Krzyżanowski Łuczak Mróz Orłowski Świątek "
        "Wróblewska Żurek",
    ),
    "turkish": _names(
        "Aslıhan Barış Çağla Doğan Elif Gökhan Ilgın İbrahim Özge Şebnem Tuğçe Ümit",
        "Akyıldız Bozkurt Çelikkol Demirtaş Erdoğdu Gündüz Karagöz Özyurt Şahinler Yağmur",
    ),
    "greek": _names(
        "Αλέξανδρος/alexandros Βασιλική/vasiliki Γεώργιος/georgios Δήμητρα/dimitra "
        "Ελένη/eleni Θεόδωρος/theodoros Καλλιόπη/kalliopi Νικόλαος/nikolaos Σοφία/sofia",
        "Αγγελίδης/angelidis Βλάχου/vlachou Δημητρίου/dimitriou Καραμανλής/karamanlis "
        "Μαυρίδη/mavridi Παπαδόπουλος/papadopoulos Στεφανίδου/stefanidou Χατζής/chatzis",
    ),
    "ukrainian": _names(
        "Богдан/bohdan Вікторія/viktoriia Ганна/hanna Дмитро/dmytro Єлизавета/yelyzaveta "
        "Іван/ivan Катерина/kateryna Олесь/oles Соломія/solomiia Юрій/yurii",
        "Бондаренко/bondarenko Гончарук/honcharuk Дорошенко/doroshenko Кравець/kravets "
        "Лисенко/lysenko Мельничук/melnychuk Шевчук/shevchuk Яремчук/yaremchuk",
    ),
    "japanese": _names(
        "陽菜/hina 蓮/ren 結衣/yui 大翔/hiroto 美咲/misaki 健太/kenta さくら/sakura 直樹/naoki",
        "佐々木/sasaki 高橋/takahashi 渡辺/watanabe 中村/nakamura 小林/kobayashi 山口/yamaguchi "
        "森田/morita 藤原/fujiwara",
        family_first=True,
    ),
    "korean": _names(
        "서연/seoyeon 민준/minjun 지우/jiwoo 하은/haeun 도윤/doyun 수빈/subin 예준/yejun",
        "김/kim 박/park 최/choi 정/jung 강/kang 윤/yoon 임/lim 한/han",
        family_first=True,
        separator="",
    ),
    "chinese": _names(
        "伟/wei 芳/fang 娜/na 秀英/xiuying 强/qiang 晓明/xiaoming 丽华/lihua 子轩/zixuan",
        "王/wang 李/li 张/zhang 刘/liu 陈/chen 杨/yang 赵/zhao 周/zhou 欧阳/ouyang",
        family_first=True,
        separator="",
    ),
    "indian": _names(
        "Aarav Ananya Devika Ishaan Kavya Lakshmi Manish Nandini Pranav Rohan Shreya Vikram",
        "Agarwal Banerjee Chaudhary Deshpande Iyer Kulkarni Mehrotra Nair Patel Raghavan "
        "Srinivasan Trivedi",
    ),
    "hindi": _names(
        "आरती/aarti विजय/vijay सुनीता/sunita राजेश/rajesh मीरा/meera अमित/amit",
        "शर्मा/sharma वर्मा/verma गुप्ता/gupta मिश्रा/mishra चौहान/chauhan",
    ),
    "arabic": _names(
        "أحمد/ahmad فاطمة/fatima يوسف/youssef ليلى/layla خالد/khalid مريم/maryam عمر/omar نور/nour",
        "الحسن/alhassan المنصوري/almansoori الشامسي/alshamsi حداد/haddad السيد/elsayed "
        "عبدالله/abdullah النجار/alnajjar الفارسي/alfarsi",
    ),
    "hebrew": _names(
        "נועה/noa דוד/david תמר/tamar איתן/eitan יעל/yael אורי/uri שירה/shira",
        "כהן/cohen לוי/levi מזרחי/mizrahi פרץ/peretz ביטון/biton אברהם/avraham גולן/golan",
    ),
    "african": _names(
        "Adaeze Babajide Chidinma Emeka Folasade Kamau Lindiwe Mandla Njeri Oluwaseun Sipho "
        "Thandiwe Wanjiru Zanele",
        "Abiodun Chukwu Dlamini Eze Kariuki Khumalo Mokoena Mwangi Ndlovu Nkosi Obi Odhiambo "
        "Okonkwo Wambui",
    ),
}
