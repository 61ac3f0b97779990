from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import RefusedAddress
from dragoman.reading.fetching.addresses import checked, is_private, is_public, may_go_to, origin_of

PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700::6810:84e5", "2a00:1450:4001::1"]
PRIVATE = ["10.0.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "127.255.255.255", "100.64.0.1", "::1", "fd00::1"]
NEVER = [
    "0.0.0.0", "169.254.169.254", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b::a00:1", "64:ff9b:1::1",
    "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1",
    "3fff::1", "5f00::1", "fe80::1", "fec0::1", "ff02::1", "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:808:808",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert is_public(ip_address(address))
    assert not is_private(ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_need_the_flag(address: str) -> None:
    assert not may_go_to(ip_address(address), allow_private=False)
    assert may_go_to(ip_address(address), allow_private=True)


@pytest.mark.parametrize("address", NEVER)
def test_addresses_that_no_flag_opens(address: str) -> None:
    assert not may_go_to(ip_address(address), allow_private=True)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_python_knows_to_be_special_is_never_public(address: IPv4Address | IPv6Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        assert not is_public(address)
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address.sixtofour or address.teredo):
        assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_refused_whatever_it_is(inner: IPv4Address) -> None:
    number = int(inner)
    for outer in (0xFFFF << 32, 0x0064FF9B << 96, 0x2002 << 112 | number << 80, 0x20010000 << 96, 0):
        assert not may_go_to(IPv6Address(outer | number), allow_private=False)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://2130706433/", "a number"),
        ("http://0x7f000001/", "a number"),
        ("http://0x7f.1/", "a number"),
        ("http://127.1/", "a number"),
        ("http://0177.0.0.1/", "a number"),
        ("http://127.0.0.1/", "not on the public internet"),
        ("http://127.0.0.1./", "not on the public internet"),
        ("http://１２７.０.０.１/", "not on the public internet"),
        ("http://①②⑦.0.0.1/", "not on the public internet"),
        ("http://127。0。0。1/", "not on the public internet"),
        ("http://[::1]/", "not on the public internet"),
        ("http://[::ffff:127.0.0.1]/", "not on the public internet"),
        ("http://[::ffff:7f00:1]/", "not on the public internet"),
        ("http://[fe80::1%25eth0]/", "not on the public internet"),
        ("http://[::1", "no address"),
        ("http://[2606:4700::1]junk/", "names no host"),
        ("http://169.254.169.254/latest/meta-data/", "not on the public internet"),
        ("http://reader:secret@news.example/", "user name"),
        ("http://@news.example/", "user name"),
        ("http://news.example\\@127.0.0.1/", "user name"),
        ("http://news.example\\.evil.example/", "names no host"),
        ("http://news example/", "names no host"),
        ("http://news.example/\r\nHost: evil", "control characters"),
        ("http://news.example:22/", "port 22"),
        ("http://news.example:99999/", "no address"),
        ("http://news.example:80:90/", "no address"),
        ("http://localhost/", "private network"),
        ("http://LOCALHOST./", "private network"),
        ("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "private network"),
        ("http://printer.local/", "private network"),
        ("http://wiki/", "private network"),
        ("http:///x", "names no host"),
        ("http://a..b/", "names no host"),
        ("http://\ud800.example/", "names no host"),
        ("file:///etc/passwd", "no address of http"),
        ("data:text/html,<p>x", "no address of http"),
        ("javascript:alert(1)", "no address of http"),
        ("ftp://news.example/", "no address of http"),
        ("//news.example/", "no address of http"),
        ("http://news.example/" + "x" * 5000, "characters"),
    ],
)
def test_refused(url: str, problem: str) -> None:
    with pytest.raises(RefusedAddress, match=problem) as caught:
        checked(url)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://News.Example", "http://news.example/"),
        ("https://news.example:443/a#top", "https://news.example/a"),
        ("http://news.example.:80/a?b=c d", "http://news.example/a?b=c%20d"),
        (" https://news.example/путь ", "https://news.example/%D0%BF%D1%83%D1%82%D1%8C"),
        ("https://news.example/a%20b%2F?x=%41", "https://news.example/a%20b%2F?x=%41"),
        ("https://news.example/x/../private/./a", "https://news.example/private/a"),
        ("https://news.example/x/%2E%2e/../..//b/.", "https://news.example//b/"),
        ("https://news.example/a/..", "https://news.example/"),
        ("https://news.example?a", "https://news.example/?a"),
        ("https://Новости.example/", "https://xn--b1amnebsh.example/"),
        ("https://раypal.example/", "https://xn--ypal-43d9g.example/"),
        ("https://ｎews.example/", "https://news.example/"),
        ("https://a_b.example/", "https://a_b.example/"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700:0::1]/", "https://[2606:4700::1]/"),
    ],
)
def test_the_normal_form(url: str, normal: str) -> None:
    assert checked(url) == normal
    assert checked(normal) == normal


def test_the_flag_opens_private_networks_and_ports_only() -> None:
    for url in ("http://localhost:8080/", "http://127.0.0.1:99/", "http://wiki/", "http://[fd00::1]:81/"):
        assert checked(url, allow_private=True) == url
    for url in ("http://169.254.169.254/", "http://0.0.0.0/", "http://127.1/", "file:///x", "http://a@wiki/"):
        with pytest.raises(RefusedAddress):
            checked(url, allow_private=True)


@given(st.text(max_size=60))
def test_whatever_is_given_is_an_address_or_refused(text: str) -> None:
    for url in (text, "http://" + text, "http://news.example/" + text):
        try:
            normal = checked(url)
        except RefusedAddress:
            continue
        assert normal.isascii()
        assert checked(normal) == normal
        assert normal.startswith(origin_of(normal) + "/")
        assert str(httpx.URL(normal)) == normal, "what is checked is what is asked for"
