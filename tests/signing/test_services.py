import pytest
from tests.signing import scene


@pytest.mark.django_db
def test_stage():
    s = scene.set_stage()
    scene.open_round(s)
    a = scene.sign(s, s.first, scene.AT + scene.MINUTE)
    print(a.evidence)
    b = scene.sign(s, s.second, scene.AT + 2 * scene.MINUTE)
    from notices.models import Notice

    for n in Notice.objects.filter(kind__startswith="sign"):
        print(n.subject, n.email)
        print(n.text)
    s.agreement.refresh_from_db()
    print(s.agreement.status)
    assert 0
