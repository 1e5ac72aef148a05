"""Every way of writing the actors of the README leads to them, at the right time.

Names that the catalogue lists, and names that it does not list and the resolver has to find by articles,
brackets, transliteration or a slip of the pen. One line may hold several, with | between them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.catalogue import Catalogue
from kg.naming import Directory
from kg.text.fold import fold

LISTED = """
hayat-tahrir-al-sham
    HTS | H.T.S. | Hayat Tahrir al-Sham | Hay'at Tahrir al-Sham | Hay’at Tahrir ash-Sham
    Hai'at Tahrir al-Sham | Hayet Tahrir al Sham | Heyet Tahrir el-Şam | Tahrir al-Sham
    Levant Liberation Committee | Organization for the Liberation of the Levant | هيئة تحرير الشام
    هیئت تحریر الشام | تحریر الشام | Хайят Тахрир аш-Шам | הייאת תחריר א-שאם | Hayat Tahrir Al-Cham
    Heyet Tehrîr el-Şam | ХТШ | دەستەی تەحریر شام | تحرير الشام | Ha'yat Tahrir al-Sham | al-Nusra
    al Nusra Front | Al-Nusrah Front | Jabhat al-Nusra | Jabhat an-Nusra | Jabhat al-Nusrah
    Front al-Nosra | Front Al-Nosra | Nusra Front | Nusra Cephesi | El Nusra | El-Nusra Cephesi
    El Nusra Cephesi | Jabhat al Nusra li-Ahl al-Sham | جبهة النصرة | جبهه النصره | النصرة
    جبهة النصرة لأهل الشام | Джабхат ан-Нусра | Фронт ан-Нусра | ג'בהת א-נוסרה | Cebhet el-Nusra
    Jabhat Fateh al-Sham | Jabhat Fatah al-Sham | Jabhat Fath al-Sham | JFS | جبهة فتح الشام
    Джабхат Фатх аш-Шам | Şam'ın Fethi Cephesi | Al-Qaeda in Syria | חזית א-נוסרה | Eniya Nusra
    بەرەی نوسرە | جبهه فتح الشام | Джебхат ан-Нусра
islamic-state
    ISIL | ISIS | I.S.I.S. | IS | Islamic State | Islamic State of Iraq and the Levant
    Islamic State in Iraq and the Levant | Islamic State of Iraq and Syria
    Islamic State of Iraq and al-Sham | Daesh | Da'esh | Da’ish | Daish | DAESH | DAEŞ | DEAŞ | IŞİD
    Irak ve Şam İslam Devleti | Etat islamique | État islamique | EIIL
    Organisation de l'État islamique | داعش | الدولة الإسلامية | الدولة الإسلامية في العراق والشام
    تنظيم الدولة الإسلامية | تنظيم الدولة | دولت اسلامی عراق و شام | دولت اسلامی | Исламское государство
    ИГИЛ | ИГ | ДАИШ | Исламское государство Ирака и Леванта | דאעש | המדינה האסלאמית | Dewleta Îslamî
    DAIŞ | دەوڵەتی ئیسلامی | Islamischer Staat | Estado Islámico | Islamic State group
    al-Dawla al-Islamiya | Dewleta Îslamî ya Iraq û Şamê | Daech | Islamic State of Iraq & Syria
    Al Qaeda in Iraq | AQI | دولة العراق الإسلامية
pkk
    PKK | P.K.K. | Kurdistan Workers' Party | Kurdistan Workers Party | Kurdish Workers' Party
    Kurdistan Worker's Party | Partiya Karkerên Kurdistanê | Kürdistan İşçi Partisi
    Kurdistan Isci Partisi | Parti des travailleurs du Kurdistan | Рабочая партия Курдистана | РПК
    حزب العمال الكردستاني | حزب کارگران کردستان | پ ک ک | پارتی کرێکارانی کوردستان
    מפלגת הפועלים של כורדיסטן | מפלגת הפועלים הכורדית | KADEK | Kongra-Gel | KONGRA GEL
    Kurdistan People's Congress | Kurdistan Freedom and Democracy Congress | Arbeiterpartei Kurdistans
    پەکەکە
ypg
    YPG | Y.P.G. | People's Protection Units | Peoples Protection Units | Popular Protection Units
    Kurdish People's Protection Units | People's Defense Units | Yekîneyên Parastina Gel
    Yekineyen Parastina Gel | Halk Koruma Birlikleri | Halk Savunma Birlikleri
    Unités de protection du peuple | وحدات حماية الشعب | یگان‌های مدافع خلق | یەکینەکانی پاراستنی گەل
    Отряды народной самообороны | יחידות ההגנה העממית | Volksverteidigungseinheiten | یەپەگە
    Yekineyên Parastina Gel
syrian-democratic-forces
    SDF | S.D.F. | Syrian Democratic Forces | Syrian Democratic Force | Democratic Forces of Syria | QSD
    Quwwat Suriya al-Dimuqratiya | قوات سوريا الديمقراطية | قسد | نیروهای دموکراتیک سوریه
    Hêzên Sûriya Demokratîk | Hezen Suriya Demokratik | هێزەکانی سووریای دیموکرات | هەسەدە | HSD
    Suriye Demokratik Güçleri | SDG | Forces démocratiques syriennes | FDS
    Сирийские демократические силы | Демократические силы Сирии | СДС | כוחות סוריה הדמוקרטיים
    הכוחות הדמוקרטיים הסוריים | Demokratische Kräfte Syriens
hezbollah
    Hezbollah | Hizbullah | Hizballah | Hizbollah | Hezballah | Hizb Allah | Hizb'allah | Party of God
    Hezbullah | Hizbu'llah | Lebanese Hezbollah | حزب الله | حزب‌الله | حزب الله اللبناني | Хезболла
    Хизбалла | «Хезболла» | חזבאללה | חיזבאללה | Hîzbullah | Lübnan Hizbullahı | حیزبوڵڵا
    Islamic Resistance in Lebanon | المقاومة الإسلامية في لبنان | حزب‌الله لبنان
islamic-revolutionary-guard-corps
    IRGC | I.R.G.C. | Islamic Revolutionary Guard Corps | Islamic Revolutionary Guards Corps
    Islamic Revolution Guards Corps | Iranian Revolutionary Guard Corps | Iran's Revolutionary Guards
    Iran's Revolutionary Guard | Revolutionary Guards | Revolutionary Guard | Pasdaran | Sepah
    Sepah-e Pasdaran | Sepah-e Pasdaran-e Enghelab-e Eslami | سپاه پاسداران انقلاب اسلامی
    سپاه پاسداران | سپاه | پاسداران | الحرس الثوري | الحرس الثوري الإيراني | حرس الثورة الإسلامية
    Devrim Muhafızları | İslam Devrimi Muhafızları Ordusu | Gardiens de la révolution
    Corps des Gardiens de la révolution islamique | Корпус стражей исламской революции | КСИР
    Стражи исламской революции | משמרות המהפכה | משמרות המהפכה האיסלאמית | Artêşa Pasdaran
    سوپای پاسداران | Revolutionsgarde | Iranische Revolutionsgarde
turkiye
    Türkiye | Turkiye | Turkey | TURKEY | Republic of Türkiye | Republic of Turkey | Türkiye Cumhuriyeti
    Turquie | Türkei | Turquía | Turkish government | Turks | تركيا | الجمهورية التركية | ترکیه
    جمهوری ترکیه | Турция | Турецкая Республика | טורקיה | תורכיה | Tirkiye | Tirkîye | Komara Tirkiyeyê
    تورکیا | 土耳其
dr-congo
    DRC | D.R.C. | DR Congo | D.R. Congo | Democratic Republic of the Congo
    Democratic Republic of Congo | Dem. Rep. Congo | Congo-Kinshasa | Congo (Kinshasa)
    Congo-Léopoldville | Zaire | Zaïre | République démocratique du Congo
    Republique Democratique du Congo | RDC | R.D.C. | RD Congo | Jamhuri ya Kidemokrasia ya Kongo
    جمهورية الكونغو الديمقراطية | الكونغو الديمقراطية | جمهوری دموکراتیک کنگو
    Демократическая Республика Конго | ДР Конго | ДРК | הרפובליקה הדמוקרטית של קונגו
    Demokratik Kongo Cumhuriyeti | Kongo Demokratik Cumhuriyeti | کۆماری دیموکراتی کۆنگۆ
    Demokratische Republik Kongo | República Democrática del Congo | Belgian Congo
    Komara Demokratîk a Kongoyê
myanmar
    Myanmar | Burma | Union of Burma | Union of Myanmar | Republic of the Union of Myanmar | Birma
    Birmanie | Myanma | Burmese government | Burmese junta | Myanmar's military government | မြန်မာ
    မြန်မာနိုင်ငံ | ပြည်ထောင်စု သမ္မတ မြန်မာနိုင်ငံတော် | ميانمار | بورما | میانمار | برمه | Мьянма
    Бирма | מיאנמר | בורמה | Birmania
"""

# Not in the catalogue: another article or transliteration, an acronym in brackets, an ending, a misspelling.
FOUND = """
hayat-tahrir-al-sham
    Hayʼat Taḥrīr aš-Šām | Haiat Tahrir Ash Sham | Hayaat Tahrir al Shaam | Heyet Tahrir Şam
    Hay'at Tahrir al-Sham (HTS) | Liberation of the Levant Organisation | Хайят Тахрир аш-Шам (ХТШ)
    Hayat Tahrir ash Shaam | Hay’at Tahrir el-Sham | Hayat Tahir al-Sham | Hayat Tahrir al-Shams
    Jabhat un-Nusra | Jabhet al-Nusra | ג'בהת אל-נוסרה | Front Fatah al-Cham
    Al-Nusra Frnt | Jabhat al-Nursa | Jabaht al-Nusra | Djabhat al-Nosra
islamic-state
    the Islamic State | l'État islamique | דאע"ש | so-called Islamic State | ISIL (Da'esh)
    Ad-Dawlah al-Islāmiyah | DEASH | Islamic Satte of Iraq and Syria
pkk
    Workers' Party of Kurdistan | Partiya Karkeren Kurdistan | Partîya Karkerên Kurdistan
    Kurdistan Workers’ Party (PKK) | Kurdistan Wokers Party | Partiya Karkeran Kurdistan
ypg
    People’s Protection Units (YPG) | Yekîneyên Parastina Gel (YPG) | وحدات حماية الشعب الكردية
    YPG militia | Peoples Protecton Units | People's Protection Unit
syrian-democratic-forces
    the Syrian Democratic Forces | Syrian Democratic Forces (SDF) | Quwwāt Sūriyā ad-Dīmuqrāṭīya
    قوات سورية الديمقراطية | Syrian Democractic Forces
    Quwat Suriya al-Dimuqratiyya
hezbollah
    Ḥizbu 'llāh | حزب الله لبنان | חיזבללה | Hisbollah | Hezb Allah
islamic-revolutionary-guard-corps
    the Revolutionary Guards | Sepāh-e Pāsdārān-e Enqelāb-e Eslāmi | İran Devrim Muhafızları
    Gardiens de la révolution islamique | Islamic Revolutionary Gaurd Corps
    Corps of the Islamic Revolutionary Guards
turkiye
    la Turquie | Turkia | the Turkish government | the Turks | Turkye | Tuerkiye | Government of Turkey
dr-congo
    the Democratic Republic of the Congo | ကွန်ဂို ဒီမိုကရက်တစ်သမ္မတနိုင်ငံ
    Democratic Republic of the Congo (DRC) | Democratic Repulic of Congo | D R Congo
myanmar
    Myanmar (Burma) | Mianmar | the Burmese government | ပြည်ထောင်စုသမ္မတမြန်မာနိုင်ငံတော်
    Республика Союз Мьянма | Myanmar Birliği Cumhuriyeti | Mynamar | Myannmar
    Republic of Union of Myanmar
"""


# Not certain enough to be taken: the name that is meant is the first one offered.
OFFERED = """
hezbollah
    Le Hezbollah | Hezbolah | Hizbulla
islamic-revolutionary-guard-corps
    Islamic Revolutionary Guard Corp
"""


def pairs(table: str) -> Iterator[tuple[str, str]]:
    actor_id = ""
    for line in table.strip().splitlines():
        if line.startswith(" "):
            yield from ((name.strip(), actor_id) for name in line.split(" | "))
        else:
            actor_id = line


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="module")
def directory(catalogue: Catalogue) -> Directory:
    return Directory(catalogue)


@pytest.mark.parametrize(("name", "actor_id"), list(pairs(LISTED)))
def test_a_listed_name_leads_to_its_actor(directory: Directory, name: str, actor_id: str) -> None:
    answer = directory.alias(name)

    assert answer.actor is not None
    assert answer.actor.id == actor_id


@pytest.mark.parametrize(("name", "actor_id"), list(pairs(FOUND)))
def test_a_name_that_is_not_listed_is_found(directory: Directory, name: str, actor_id: str) -> None:
    answer = directory.alias(name)

    assert answer.actor is not None
    assert answer.actor.id == actor_id


@pytest.mark.parametrize(("name", "actor_id"), list(pairs(OFFERED)))
def test_a_name_that_is_only_much_alike_is_offered_first(
    directory: Directory, name: str, actor_id: str
) -> None:
    answer = directory.alias(name)

    assert answer.candidates[0].actor_id == actor_id
    assert answer.actor is None or answer.actor.id == actor_id


def test_the_tables_say_rightly_what_is_listed(catalogue: Catalogue) -> None:
    listed = {(fold(text), actor.id) for text, _, actor in catalogue.surfaces()}

    assert [pair for pair in pairs(LISTED) if (fold(pair[0]), pair[1]) not in listed] == []
    assert [pair for pair in pairs(FOUND) if (fold(pair[0]), pair[1]) in listed] == []


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("2016-06-01", "al-Nusra Front"),
        ("2016-09-01", "Jabhat Fateh al-Sham"),
        ("2018-01-01", "Hay'at Tahrir al-Sham"),
    ],
)
@pytest.mark.parametrize("asked", ["HTS", "Jabhat al-Nusra", "JFS", "جبهة النصرة"])
def test_whatever_it_is_called_today_the_name_of_the_day_is_known(
    directory: Directory, asked: str, on: str, name: str
) -> None:
    assert directory.alias(asked, on).name_in_force == name


@pytest.mark.parametrize(
    ("metonym", "actor_id"),
    [("Ankara", "turkiye"), ("Kinshasa", "dr-congo"), ("Naypyidaw", "myanmar"), ("Nay Pyi Taw", "myanmar")],
)
def test_a_capital_may_mean_its_state(directory: Directory, metonym: str, actor_id: str) -> None:
    assert actor_id in {candidate.actor_id for candidate in directory.alias(metonym).candidates}
