"""What the codes of `files` are called where a person reads them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOT_TAKEN = {
    "empty": gettext_lazy("文件是空的。"),
    "too_large": gettext_lazy("文件过大，每个文件最多 %(most)s MB。"),
    "busy": gettext_lazy("同时上传的文件过多，请过几分钟再试。"),
    "matter_full": gettext_lazy("此事项收存的文件已达上限，请与承办人联系。"),
    "day_full": gettext_lazy("今天收存的文件已达上限，请明天再试或者当面提交。"),
    "unknown_kind": gettext_lazy(
        "不收这种文件。可以收照片（JPG、PNG、WebP、GIF、HEIC）、PDF、Word、Excel、PPT（docx、xlsx、pptx）、文本、录音和录像。"
    ),
    "program": gettext_lazy("这是程序文件，不收。"),
    "page": gettext_lazy("这是网页或者矢量图，可能带有会运行的内容，不收；请截图或者存成 PDF。"),
    "archive": gettext_lazy("不收压缩包，请逐个提交里面的文件。"),
    "old_office": gettext_lazy(
        "不收旧式或者加密的 Office 文件，请去掉密码，另存为 docx、xlsx、pptx 或者 PDF。"
    ),
    "name_contradicts": gettext_lazy("文件名的后缀与内容不符，不收。"),
    "two_kinds": gettext_lazy("文件同时是两种格式，不收；请重新保存后再提交。"),
    "infected": gettext_lazy("查毒发现有害内容，不收。"),
    "scanner_away": gettext_lazy("查毒程序没有应答，暂时不能收文件，请稍后再试。"),
}
_BROKEN_ZIP = gettext_lazy("文件的压缩结构异常（加密、损坏、嵌套或者展开后过大），不收。")

REMOVED: Mapping[str, Any] = {
    "active_content": gettext_lazy("会运行的内容"),
    "application_data": gettext_lazy("软件留下的数据"),
    "attached_files": gettext_lazy("附带的文件"),
    "authors": gettext_lazy("作者"),
    "camera_data": gettext_lazy("拍摄信息"),
    "colour_profile": gettext_lazy("颜色配置"),
    "comments": gettext_lazy("批注"),
    "custom_data": gettext_lazy("自定义数据"),
    "dangerous_formulas": gettext_lazy("会取外部内容的公式和域"),
    "edit_marks": gettext_lazy("编辑痕迹编号"),
    "embedded_objects": gettext_lazy("嵌入的对象"),
    "encryption": gettext_lazy("限制密码"),
    "external_links": gettext_lazy("外部链接"),
    "form_fields": gettext_lazy("表单（所填内容已印在页面上）"),
    "ignorable_extensions": gettext_lazy("扩展内容"),
    "metadata": gettext_lazy("元数据"),
    "notes_on_pages": gettext_lazy("页面注释（可见的已印在页面上）"),
    "older_versions": gettext_lazy("文件里的旧版本"),
    "other_parts": gettext_lazy("其他不显示的部分"),
    "pictures_data": gettext_lazy("图片里的附加信息"),
    "place": gettext_lazy("位置信息"),
    "preview": gettext_lazy("缩略图"),
    "properties": gettext_lazy("文件属性"),
    "tags": gettext_lazy("录音标签"),
    "times": gettext_lazy("制作和修改时间"),
    "trailing_data": gettext_lazy("附在末尾的数据"),
    "unseen_characters": gettext_lazy("看不见的字符"),
}
FLAGS: Mapping[str, Any] = {
    "hidden_layers": gettext_lazy("有隐藏的图层"),
    "hidden_rows": gettext_lazy("有隐藏的行或列"),
    "hidden_sheets": gettext_lazy("有隐藏的工作表"),
    "hidden_slides": gettext_lazy("有隐藏的幻灯片"),
    "hidden_text": gettext_lazy("有隐藏的文字"),
    "speaker_notes": gettext_lazy("有演讲者备注"),
    "tracked_changes": gettext_lazy("有修订痕迹（修订人已改为编号）"),
}
NOT_CLEAN: Mapping[str, Any] = {
    "beyond_limits": gettext_lazy("清洗超出时间、内存或者尺寸限制"),
    "broken": gettext_lazy("文件损坏，不能完整读出"),
    "encrypted": gettext_lazy("文件有密码"),
    "died": gettext_lazy("清洗中途异常终止"),
    "macros": gettext_lazy("文件带宏"),
    "no_reader": gettext_lazy("没有可靠的程序能清洗这种格式"),
    "timed_metadata": gettext_lazy("录像带有逐时记录的轨道（如位置）"),
    "unknown_picture": gettext_lazy("内含不能清洗的图片"),
    "unknown_structure": gettext_lazy("结构不在可清洗的范围内"),
    "not_verified": gettext_lazy("清洗后复核未通过"),
}


def why_not_taken(code: str, most_megabytes: int) -> str:
    """Why a file is not taken, in words for whoever sent it; never the file's name."""
    words = str(NOT_TAKEN.get(code, _BROKEN_ZIP))
    return words % {"most": most_megabytes} if "%(" in words else words


def counted(codes: Mapping[str, int], words: Mapping[str, Any]) -> list[str]:
    """Codes with their counts as a list of words, in the order of the words."""
    return [str(word) if codes[code] == 1 else _("%(what)s（%(n)s 处）") % {"what": word, "n": codes[code]}
            for code, word in words.items() if code in codes]  # fmt: skip
