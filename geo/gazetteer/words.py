"""List the generic words that names carry in many languages, and the kind each one says.

``City``, ``район``, ``қаласы`` and ``市`` are not part of a name: they say what the
place is. Words are in lower case; `geo.gazetteer.folding.split_generic` uses them.
"""

from __future__ import annotations

DISTRICT = "district"

_BY_KIND = {
    "station": (
        "station railway train stn gare bahnhof stansiya stansiyasi stantsiya bekety beketi "
        "istasyonu станция станциясы стансасы вокзал бекеті ст ж/д"
    ),
    "port": "port seaport harbour harbor hafen порт порты гавань liman limanı",
    "border-crossing": "crossing checkpoint кпп погранпереход",
    "junction": "junction",
    "region": (
        "region province oblast oblast’ oblast' oblysy oblisi viloyati welaýaty welayaty krai kray "
        "provinz governorate область облысы обл облусу вилояти вилоят край провинция sheng"
    ),
    DISTRICT: (
        "district county prefecture rayon raion rayony audany aūdany tumani etraby ilçesi kreis "
        "bezirk arrondissement diqu xian hsien район районы ауданы тумани туманы аймагы banner "
        "شهرستان ناھىيىسى ۋىلايىتى"
    ),
    "city": (
        "city town ville stadt municipality qalasy kalasy shahri shaary şəhəri sehri shi shih "
        "город г қаласы шаары шаҳри шәһәре місто хот شهر شەھىرى مدينة"
    ),
    "village": (
        "village selo posyolok poselok pgt auyl auyly aul qishlogʻi kishlak xiang hsiang zhen chen "
        "cun село с посёлок поселок пос пгт п аул ауыл ауылы айылы кишлак қишлоғи деревня روستای"
    ),
    "": "of the de du des",
}

# A generic word -> the kind that it says; "" says nothing.
GENERIC_WORDS = {word: kind for kind, words in _BY_KIND.items() for word in words.split()}

# Chinese administrative suffixes, longest first -> the kind that each one says.
HAN_SUFFIXES = (
    ("特别行政区", "region"),
    ("维吾尔自治区", "region"),
    ("壮族自治区", "region"),
    ("回族自治区", "region"),
    ("自治区", "region"),
    ("自治州", DISTRICT),
    ("自治县", DISTRICT),
    ("自治旗", DISTRICT),
    ("火车站", "station"),
    ("地区", DISTRICT),
    ("林区", DISTRICT),
    ("口岸", "border-crossing"),
    ("街道", "village"),
    ("港", "port"),
    ("站", "station"),
    ("省", "region"),
    ("州", DISTRICT),
    ("盟", DISTRICT),
    ("市", "city"),
    ("县", DISTRICT),
    ("区", DISTRICT),
    ("旗", DISTRICT),
    ("镇", "village"),
    ("乡", "village"),
    ("村", "village"),
)

# Peoples whose names stand before the suffix of an autonomous unit.
HAN_PEOPLES = (
    "柯尔克孜",
    "维吾尔",
    "哈萨克",
    "塔吉克",
    "达斡尔",
    "鄂伦春",
    "鄂温克",
    "东乡族",
    "保安族",
    "撒拉族",
    "裕固族",
    "布依族",
    "土家族",
    "朝鲜族",
    "傈僳族",
    "拉祜族",
    "哈尼族",
    "景颇族",
    "纳西族",
    "锡伯",
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "苗族",
    "侗族",
    "彝族",
    "壮族",
    "瑶族",
    "傣族",
    "白族",
    "羌族",
    "满族",
    "黎族",
    "水族",
    "畲族",
    "佤族",
    "怒族",
    "独龙族",
    "土族",
    "各族",
)
