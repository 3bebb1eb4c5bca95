"""Put the free Chinese fonts of our papers into a folder: found on this machine or fetched from Debian.

    python scripts/fonts.py --to DIR [--from FOLDER_OF_DEB_FILES]

Without ``--to`` the folder is $MINGCHA_FONTS_DIR, else $MINGCHA_DATA_DIR/fonts, else data/fonts beside this
program's folder, as in config/settings.py. A complete folder is left as it is. Exit status 1 and the line
that puts it right when something is missing. ``--from`` takes the three .deb files on a machine that has no
network.
"""

import argparse
import gzip
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from font_cutting import Missing, make, say

RECIPE = 2  # raise it when what is kept of a font changes: every cache is then made anew
MANIFEST = "manifest.json"
CONF = "fonts.conf"
SYSTEM = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
)
DOCS = Path("/usr/share/doc")
APT = ["-o", "Acquire::http::Timeout=30", "-o", "Acquire::Retries=2", "-o", "APT::Sandbox::User=root"]

FANG, SERIF, SANS, KAI = "FandolFang R", "Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai"


@dataclass(frozen=True)
class Role:
    """One font of our papers: our file and family, the package and face it is made of, how much is kept.

    ``keeps``: "all" characters of the face; those of "gbk", of "gb2312" or of "ascii"; or the file "whole",
    unchanged.
    """

    file: str
    family: str
    package: str
    source: str
    face: str
    keeps: str


ROLES = (
    # Figures and Latin letters of every text. Those of FandolFang are too heavy beside its own characters.
    Role("MingchaLatin.otf", "Mingcha Latin", "fonts-noto-cjk", "NotoSerifCJK-Regular.ttc", SERIF, "ascii"),
    # 仿宋, the body of every paper. It lacks some 1,500 characters of the general standard list.
    Role("FandolFang.otf", FANG, "texlive-lang-chinese", "FandolFang-Regular.otf", FANG, "all"),
    # Stand-in for 小标宋: red heads and titles. GBK, because some place names need it.
    Role("NotoSerifCJKsc-Bold.otf", SERIF, "fonts-noto-cjk", "NotoSerifCJK-Bold.ttc", SERIF, "gbk"),
    # 宋: whatever the others lack, names above all. It keeps every character it has.
    Role("NotoSerifCJKsc.otf", SERIF, "fonts-noto-cjk", "NotoSerifCJK-Regular.ttc", SERIF, "all"),
    # 黑: headings of the first level, heads of tables.
    Role("NotoSansCJKsc.otf", SANS, "fonts-noto-cjk", "NotoSansCJK-Regular.ttc", SANS, "gb2312"),
    # 楷: headings of the second level. Unchanged, since its licence reserves the name for unchanged fonts.
    Role("LXGWWenKai.ttf", KAI, "fonts-lxgw-wenkai", "LXGWWenKai-Regular.ttf", KAI, "whole"),
)
LICENCES = {
    "texlive-lang-chinese": ("texlive-doc/fonts/fandol/COPYING", "texlive-doc/fonts/fandol/README"),
    "fonts-noto-cjk": ("fonts-noto-cjk/copyright",),
    "fonts-lxgw-wenkai": ("fonts-lxgw-wenkai/copyright",),
}
NOTICE = """The fonts of this folder, made by scripts/fonts.py of Mingcha from packages of Debian.

FandolFang.otf       from texlive-lang-chinese; GNU GPL version 3 with the font exception: a document that
                     embeds the font is not thereby under the GPL. Changed: no hinting, line height.
NotoSerifCJKsc*.otf  from fonts-noto-cjk; SIL Open Font License 1.1. Changed: one face of the collection,
NotoSansCJKsc.otf    fewer characters, no hinting, line height.
MingchaLatin.otf     the Latin letters and figures of Noto Serif CJK SC under a name of its own; same licence.
LXGWWenKai.ttf       from fonts-lxgw-wenkai; SIL Open Font License 1.1. Unchanged.

No outline was changed. The licence texts lie beside this file.
"""


def default_folder() -> Path:
    """The folder config/settings.py reads from, so that both agree without an argument."""
    if folder := os.environ.get("MINGCHA_FONTS_DIR"):
        return Path(folder)
    data = os.environ.get("MINGCHA_DATA_DIR") or Path(__file__).resolve().parent.parent / "data"
    return Path(data) / "fonts"


# --- is it all there? ---------------------------------------------------------------------------------------


def recipe() -> str:
    """A digest of what we make and how: another recipe makes an old cache incomplete."""
    return hashlib.sha256(json.dumps([RECIPE, [asdict(r) for r in ROLES]]).encode()).hexdigest()[:16]


def complete(folder: Path) -> bool:
    """Whether every font lies in the folder with the digest the manifest names, made by this recipe."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return manifest["recipe"] == recipe() and all(
            sha256(folder / name) == entry["sha256"] for name, entry in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_conf(folder: Path) -> None:
    """A fontconfig file that knows this folder only; no font of the machine can slip into a paper."""
    conf = f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{_xml(folder)}</dir>
  <cachedir>{_xml(folder / "cache")}</cachedir>
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""
    target = folder / CONF
    if not target.exists() or target.read_text(encoding="utf-8") != conf:
        target.write_text(conf, encoding="utf-8")


def _xml(path: Path) -> str:
    return str(path).replace("&", "&amp;").replace("<", "&lt;")


# --- where the originals come from --------------------------------------------------------------------------


def on_this_machine(role: Role) -> Path | None:
    """The original of a font among the fonts installed here, when its licence text is here too."""
    if not all(_licence(DOCS, name) for name in LICENCES[role.package]):
        return None
    found: Iterator[Path] = (hit for root in SYSTEM if root.is_dir() for hit in root.rglob(role.source))
    return next(found, None)


def _licence(docs: Path, name: str) -> Path | None:
    return next((p for p in (docs / name, docs / f"{name}.gz") if p.is_file()), None)


def unpack(package: str, scratch: Path, given: Path | None) -> Path:
    """Unpack a Debian package, out of ``given`` or fetched, into the scratch folder; returns its root."""
    if shutil.which("dpkg-deb") is None:
        raise Missing("没有 dpkg-deb：请在 Debian 系的机器上运行，或者先安装：apt-get install dpkg")
    root = scratch / package
    deb = _given_deb(package, given) if given else _download(package, scratch)
    say(f"{package}：解包")
    done = subprocess.run(["dpkg-deb", "-x", deb, root], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"无法解包 {deb}：{done.stderr.strip()}")
    deb_version = subprocess.run(
        ["dpkg-deb", "-f", deb, "Version"], capture_output=True, text=True, check=False
    )
    (root / "version").write_text(deb_version.stdout.strip(), encoding="utf-8")
    if given is None:
        deb.unlink()
    return root


def _given_deb(package: str, given: Path) -> Path:
    found = sorted(given.glob(f"{package}_*.deb"))
    if not found:
        raise Missing(
            f"{given} 中没有 {package}_*.deb。在联网的 Debian 机器上取得：apt-get download {package}"
        )
    return found[-1]


def _download(package: str, scratch: Path) -> Path:
    if shutil.which("apt-get") is None:
        raise Missing(
            f"没有 apt-get，无法下载 {package}。请在联网的 Debian 机器上运行 apt-get download "
            f"{' '.join(LICENCES)}，再用 --from 指明存放这三个 .deb 文件的文件夹"
        )
    say(f"{package}：从 Debian 软件源下载（约 50 MB）")
    failure = _apt_download(package, scratch)
    if failure and os.geteuid() == 0:
        say("软件包清单缺失或者已过期：apt-get update")
        _apt_update()
        failure = _apt_download(package, scratch)
    if failure:
        # Without root the list of packages cannot be refreshed from here, so the line is named instead.
        raise Missing(
            f"下载 {package} 失败：{failure}\n请先运行：sudo apt-get update\n"
            f"再运行：{shlex.join([sys.executable, *sys.argv])}"
        )
    return next(scratch.glob(f"{package}_*.deb"))


def _apt_download(package: str, scratch: Path) -> str:
    """Fetch one package, its digest checked by apt; returns what apt complained of, empty when it did not."""
    try:
        done = subprocess.run(
            ["apt-get", *APT, "download", package], cwd=scratch, capture_output=True, text=True, check=False,
            timeout=1200,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "二十分钟仍未完成，请检查网络"
    if done.returncode == 0 and any(scratch.glob(f"{package}_*.deb")):
        return ""
    return done.stderr.strip() or f"apt-get 返回 {done.returncode}"


def _apt_update(patience: float = 180) -> None:
    """Refresh the list of packages, waiting while another program holds its lock."""
    until = time.monotonic() + patience
    while True:
        done = subprocess.run(
            ["apt-get", *APT, "update"], capture_output=True, text=True, check=False, timeout=600
        )
        if "Could not get lock" not in done.stderr or time.monotonic() > until:
            return
        time.sleep(3)


def keep_licences(package: str, docs: Path, target: Path) -> None:
    for name in LICENCES[package]:
        text = _licence(docs, name)
        if text is None:
            raise Missing(f"软件包 {package} 中没有许可证文本 {name}，不使用没有许可证的字体")
        words = gzip.decompress(text.read_bytes()) if text.suffix == ".gz" else text.read_bytes()
        (target / f"{package}-{Path(name).name}.txt").write_bytes(words)


# --- the whole ----------------------------------------------------------------------------------------------


def build(folder: Path, given: Path | None) -> None:
    """Make every font; the manifest is written last, so that an interrupted run is seen as incomplete."""
    licences = folder / "licences"
    licences.mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, str | int]] = {}
    roots: dict[str, Path] = {}
    with tempfile.TemporaryDirectory(prefix=".fonts-", dir=folder) as name:
        scratch = Path(name)
        for n, role in enumerate(ROLES, 1):
            original = None if given else on_this_machine(role)
            if original is not None:
                keep_licences(role.package, DOCS, licences)
                version = "installed"
            else:
                if role.package not in roots:
                    roots[role.package] = unpack(role.package, scratch, given)
                    keep_licences(role.package, roots[role.package] / DOCS.relative_to("/"), licences)
                version = (roots[role.package] / "version").read_text(encoding="utf-8")
                original = next(roots[role.package].rglob(role.source), None)
                if original is None:
                    raise Missing(f"软件包 {role.package} {version} 中没有 {role.source}")
            draft = scratch / role.file
            count = make(original, role.face, role.keeps, draft, family=role.family)
            draft.replace(folder / role.file)
            size = (folder / role.file).stat().st_size
            say(f"{n}/{len(ROLES)} {role.file}  {count} 字  {size / 1e6:.1f} MB")
            files[role.file] = {
                "family": role.family,
                "characters": count,
                "origin": f"{role.package} {version}",
                "sha256": sha256(folder / role.file),
            }
    (licences / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")
    manifest = json.dumps({"recipe": recipe(), "files": files}, ensure_ascii=False, indent=1)
    (folder / f"{MANIFEST}.part").write_text(manifest, encoding="utf-8")
    (folder / f"{MANIFEST}.part").replace(folder / MANIFEST)


def main() -> int:
    asked = argparse.ArgumentParser(description="Fetch and prepare the Chinese fonts of the papers.")
    asked.add_argument("--to", type=Path, default=default_folder(), metavar="DIR")
    asked.add_argument("--from", type=Path, dest="given", metavar="FOLDER", help="of .deb files")
    arguments = asked.parse_args()
    folder: Path = arguments.to.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if complete(folder):
            say(f"已就绪：{folder}")
        else:
            build(folder, arguments.given)
            say(f"完成：{folder}")
        write_conf(folder)
    except (Missing, OSError) as failure:
        print(f"fonts: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
