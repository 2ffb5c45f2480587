from datetime import date

import pytest

from geo.atlas.dates import PartialDate
from geo.vocab import Precision


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("1959", Precision.YEAR, date(1959, 1, 1), date(1959, 12, 31)),
        ("2012-02", Precision.MONTH, date(2012, 2, 1), date(2012, 2, 29)),
        ("2023-12-21", Precision.DAY, date(2023, 12, 21), date(2023, 12, 21)),
    ],
)
def test_a_date_keeps_its_precision(text, precision, first, last):
    found = PartialDate(text)
    assert (found.precision, found.first, found.last, str(found)) == (precision, first, last, text)


@pytest.mark.parametrize(
    "text", ["2023-02-30", "2023-13", "23-01-01", "2023/01/01", "", "2023-1-1", "٢٠٢٣", "20230101"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"not a (date|day)"):
        PartialDate(text)


def test_dates_order_by_their_first_day():
    texts = ["2012-12-22", "2012", "2011-12", "2012-12", "2012-01-01"]
    ordered = [str(d) for d in sorted(map(PartialDate, texts))]
    assert ordered == ["2011-12", "2012", "2012-01-01", "2012-12", "2012-12-22"]
