"""What fuzzing has found (`make fuzz`), each as it was found: zlib and base 85 over the bytes."""

from __future__ import annotations

import base64
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from dragoman.errors import InputError, NoArticle
from dragoman.reading import load, read_page
from tests.reading.inputs import taken

# A damaged description of a column: pyarrow ends the process where one asks for it, and raises a bare RuntimeError
# where one reads the column.
PARQUET_COLUMN = (
    "c-q}pO>7%Q6rQz>>u#fvq?u)nEM-*al7Ro#_Eu5oWgW+EOHvXyKP0Mz*51Wl<ao{6j+3ZDIUp2OMdFMCLi|WHhr%gBJ#Z*F^oTei"
    "gennn<PdSHI3V8a#*SlelvD)?u}a>|ym|9|-@KW9D^JT=5qq$TQ<Ip*XaJ$ui(Z6KLpQaMh*=ba|2Src6D_ZV5$5poL5T0eUhEBA"
    "Lc?BrhPPX>zaN6n4ZFayjN84LM!@mFjW?Ml%dgDM5tz-^O}(a+b%iKpm84BgQw^p!Wokx6E0erwRI7TqK*W*l5GcC`CQeO)8Ydki"
    "PJndOi74@>4t3tmZZCf9Ztmu@Ge7OX?2Xy%#N-WmE=Z;nGhZYk8P00;nr2o<NQgM{F}<k3oZDX}HKUt2%(8nMTMHT~Dk~akD0)p("
    "gXBwCT~Ty3xVP~!sTDP{te5pFumDC$1(b?mQqEV&g}n0C_jfN4qfv%2$rm-v)KsF>!YaCc9}@Z}HGkblw`rRN6Q`c|fhSHq3F=84"
    "coNhjQIBMMJW|-<6n2=-Oh_kZf{qHb>y!$~ITgxjQ}OAssc7fmyM>ESDO`L?;p7y;#jxWI-Dhy6c|lii4#He48cT$t@laHp6-UPs"
    "(XnWBDaM0;2~3=t1ejszaMs~)2U{p@ar~eYwxg_<ad;BDELC`#2F$|tQ;J?%BjX0-S2KZh0CPu3`@4epZkI)Ome_O*OUZZ~Xp;2="
    "eK2uNDZ?s5bKvkb=lE970r8OwuQs##HM2PcQ^i`XQXPv#KL7Cc2OuM?tt!ivk``$gW=V~R@4tY2u_5$s8gdMMl%U3`cnvjy^7ei@"
    "fF%Be0LMb*zat^uTZMbGtl(aRdoH?om#$t!lK}{`hQ6Yvs3pCuwL3jILtQ%(RjKFRRFzs=6brzhB!6U~SE<*EhS~0N*Ui$wm}C6`"
    "|1ALpaF1U?-abDSgIyfU{l;()8KEfnoWCdjAS54Q7Xs4<&1LSg-|H6;3!v?At<6}VKR&~4xrN6r;Roj5{5*7v`^fF6&dRE#><;F3"
    "S>e62!tb8{X2~S~`;ysxYFoX|cdB{yt&`h!bN5`rcYVS)&pvrQ?B;yPIC37mS@tbvxStu}s{!Fr|C1EMZm#WPxa?Qf;@V=kFBoC}"
    "yzuS$<BMW9^0Xr`eeo^ST@SbC68^x#FN6P7rR&zP<7$cEK6!~_1s}Kb9P$VF9yyzRePPTlg8YUjLZ5gcDa-PVY(KBbazjoQ<g_do"
    "<ne;#OG3aD?TpLvRm*YM!jq?_KoJtOH%Xz!Cun!UTGXJ{8mFd#j}B+%EWWh0zDX@pYFWNAzm}6zqmh+JWU3=R(-EJf`Z8%z%@kMi"
    "(7#6G#kawXQp)s1E6C=zpGE3i&&B807GrZTvkvjE$TSt!UbBarN**q<_M5*lufGw?7S+t0<<uzOrS%i|sNSTWi)AG{!zoHNcN#t="
    "GhbZFtX6W%Hs3nsTeb3bmF^?iu+L@UFey#E#SXl23vXe@(vv*Uhj^$Y<~wz*7RpyDA;mO}23dhxp&MlqON680sQ(sxt-Alv%o&8H"
    ";WyLYrCnxJ"
)
# A record with too great a length, which ends at the head of another: an error and a page had one name.
WARC_LENGTH = (
    "c-rk%T}s3-5Po0SJIn#>CRr7v)`BRaC@4#1!ME6sZJ?WkWGe0%eA5TdBX|Ih;W142M`6Jg!BrnDfliW{ZzkV2B*Wdo9uqy@?F@qzWn+s"
    "mIP}(NkMl+8N~Gv~a1=vDWPQw7ZW^c1_3%cHY>jLVurDb9^m%_H;_DIL%mj~lJ1%Ap1I&#pqNDv7lE&${X;cxmmw#!uvu8A+rdfs3+FI"
    "q3l+mm$X&Xkqq_DN~Ui&=a1a(PO3|oAw+v#==v+OLKScD=uoE|SC6W&mO9M!FF(i&+}p)Asb6xEn!6+&sQ(dkhL@?frD5U3!jl?15^IB"
    "<xCnas-81fwBq&=+zHWCFLwqK4cV@0BiruLX!Jl`C0$@KP0^G<XU$w)n8#OPEa)`_p+hrg@okr1Eg=gk73q9DWl<T5g8l)H!06og@BG="
    "X@mBqB0_3(||zsBz(&Jn-bNEHGX=2xV^i7eEHY-7c~}NfePL$xFN*y?%}JtnLf!YekpJN$MXJ(B0heG-d=!LQVY1d"
)
CASES = {"parquet-column": PARQUET_COLUMN, "warc-length": WARC_LENGTH}


@pytest.mark.parametrize("case", CASES)
def test_what_broke_a_reader_gives_errors_of_its_own(tmp_path: Path, case: str) -> None:
    path = tmp_path / case
    path.write_bytes(zlib.decompress(base64.b85decode(CASES[case])))
    pages, errors = taken(path)
    assert errors
    assert all(isinstance(error, InputError) and str(path) in error.name for error in errors)
    names = [outcome.name for outcome in (*errors, *pages)]
    assert len(set(names)) == len(names)
    for page in pages:
        with suppress(NoArticle):
            read_page(page)
    with pytest.raises(InputError):
        list(load(path))
