"""More of section s12: uploads. It keeps state."""
from casekit import Corpus, field, upload

c = Corpus()
c.section("s12")
c.req("more-reset", "state back to the start", "POST", "/s12/_reset")


def disposition(name, why, text, path="/s12/upload", data="hello", **options):
    c.mp("more-" + name, why, path, [{"disposition": text, "content_type": "text/plain", "text": data}], **options)


# ---- how a part is named
disposition("unquoted", "names without quotes", "form-data; name=file; filename=a.txt")
disposition("spacing", "blanks around the signs", 'form-data ; name = "file" ; filename = "a.txt" ')
disposition("capitals", "the names of parameters have no case", 'FORM-DATA; NAME="file"; FileName="a.txt"')
disposition("attachment", "the kind of disposition does not count", 'attachment; name="file"; filename="a.txt"')
disposition("order", "the order does not count", 'form-data; filename="a.txt"; name="file"')
disposition("repeated-filename", "the last of a parameter counts", 'form-data; name="file"; filename="a"; filename="b"')
disposition("semicolon", "a semicolon in quotes", 'form-data; name="file"; filename="a;b=c.txt"')
disposition("escaped-quote", "an escaped quote", 'form-data; name="file"; filename="a\\"b.txt"')
disposition("percent", "%22 is not decoded", 'form-data; name="file"; filename="a%22b.txt"')
disposition("star", "filename* is ignored", "form-data; name=\"file\"; filename=\"x.txt\"; filename*=UTF-8''%e2%82%ac.txt")
disposition("only-star", "and without filename the part is a field", "form-data; name=\"file\"; filename*=UTF-8''a.txt")
disposition("drive", "a path of Windows is cut", 'form-data; name="file"; filename="C:\\dir\\a.txt"')
disposition("backslash", "a relative one is not", 'form-data; name="file"; filename="dir\\a.txt"')
disposition("no-name", "a part without a name", 'form-data; filename="a.txt"')
disposition("empty-name", "an empty name is a name", 'form-data; name=""; filename="a.txt"')
disposition("empty-filename", "bytes without a file name are a file", 'form-data; name="file"; filename=""')
disposition("not-chosen", "neither name nor bytes: not sent", 'form-data; name="file"; filename=""', data="")
disposition("unicode-headers", "the headers of a part are Latin-1", 'form-data; name="file"; filename="é.txt"', "/s12/upload/inspect")
disposition("blank-filename", "blanks in a name stay", 'form-data; name="file"; filename=" a .txt "')


# ---- how the body is cut
def raw(name, why, body, content_type="multipart/form-data; boundary=B", path="/s12/upload"):
    c.req("more-" + name, why, "POST", path, [("Content-Type", content_type)], body=body)


PART = '--B\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n'
END = "--B--\r\n"
raw("leading-crlf", "line breaks before the first delimiter", "\r\n\r\n" + PART + END)
raw("epilogue", "what follows the end is ignored", PART + END + "tail\r\n--B\r\n")
raw("end-no-crlf", "no line break behind the end", PART + "--B--")
raw("no-end", "without the end the last part is missing", PART)
raw("second-cut", "the parts that were whole count", PART + PART.replace("hello", "cut")[:-8])
raw("bare-lf", "bare LF", (PART + END).replace("\r\n", "\n"))
raw("delimiter-blank", "a blank behind a delimiter", PART.replace("--B\r", "--B \r") + END)
raw("near-delimiter", "what is nearly a delimiter is data", PART.replace("hello", "a\r\n--A\r\n--\r\n-B\r\n--B-x\r\r\n") + END)
raw("no-colon", "a header without a colon", PART.replace("Disposition:", "Disposition") + END)
raw("eight-headers", "eight headers of a part", PART.replace("\r\n\r\n", "\r\n" + "X-A: 1\r\n" * 7 + "\r\n") + END)
raw("nine-headers", "nine are too many", PART.replace("\r\n\r\n", "\r\n" + "X-A: 1\r\n" * 8 + "\r\n") + END)
raw("transfer-encoding", "Content-Transfer-Encoding is not undone", PART.replace("\r\n\r\nhello", "\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=") + END, path="/s12/upload/inspect")
raw("own-headers", "headers of the part's own", PART.replace("\r\n\r\n", "\r\nX-Own:  b \r\nContent-Type: image/png; q=1\r\n\r\n") + END, path="/s12/upload/inspect")
raw("boundary-quoted", "a quoted boundary", PART + END, 'multipart/form-data; boundary="B"')
raw("boundary-behind", "a parameter before the boundary", PART + END, "multipart/form-data; charset=utf-8; Boundary=B")
raw("boundary-wrong", "another boundary than announced", PART + END, "multipart/form-data; boundary=C")
raw("mixed-type", "multipart/mixed is no form", PART + END, "multipart/mixed; boundary=B")
raw("empty-body", "an empty body", "")

# ---- files beside fields, several of a name
c.mp("more-last-file", "the last file of a name counts", "/s12/upload", [upload("file", "a.txt", "1"), upload("file", "b.txt", "22")])
c.mp("more-file-then-blank", "also where it is blank: then nothing was sent", "/s12/upload", [upload("file", "a.txt", "1"), field("file", "")])
c.mp("more-text-then-blank", "a text before it does not count either", "/s12/upload/optional", [field("file", "text"), upload("file", "", "")])
c.mp("more-file-then-text", "a text behind a file", "/s12/upload", [upload("file", "a.txt", "1"), field("file", "text")])
c.mp("more-multiple-blank-file", "files that were not chosen are left out of a list", "/s12/upload/multiple", [upload("files", "", ""), upload("files", "a", "1")])
c.mp("more-multiple-blank-text", "empty texts are not", "/s12/upload/multiple", [upload("files", "a", "1"), field("files", "")])
c.mp("more-multiple-texts", "each text is named by its index", "/s12/upload/multiple", [field("files", "a"), upload("files", "b", "1"), field("files", "c")])
c.mp("more-metadata-order", "fields before and behind the file", "/s12/upload/with-metadata", [field("title", "T"), upload("file", "a.txt", "x"), field("description", "D"), field("title", "U")])
c.mp("more-optional-blank", "an optional file that was not chosen", "/s12/upload/optional", [upload("file", "", "")])
c.mp("more-optional-text", "an optional file that is a text", "/s12/upload/optional", [field("file", "x")])
c.form("more-bytes-urlencoded", "bytes of a urlencoded field", "/s12/upload/bytes", "file=%C3%A9+a")
c.mp("more-bytes-twenty", "as many bytes as allowed, which are not characters", "/s12/upload/bytes", [upload("file", "a", "é" * 10)])
c.mp("more-bytes-unicode", "one character too many", "/s12/upload/bytes", [upload("file", "a", "é" * 11)])
c.mp("more-field-limit", "a field of more than 1 MiB", "/s12/upload/with-metadata", [field("title", None, repeat=["a", 1024 * 1024 + 1])])
c.mp("more-large", "a file of more than 1 MiB", "/s12/upload/inspect", [upload("file", "l.bin", None, repeat=["0123456789", 150000])])

# ---- kept
c.mp("more-save", "saved", "/s12/upload/save", [upload("file", "more.txt", "kept")])
c.get("more-saved", "and read back", "/s12/saved/more.txt")
c.mp("more-save-empty", "an empty file has no chunks", "/s12/upload/save", [upload("file", "none.txt", "")])
c.get("more-saved-empty", "and is there", "/s12/saved/none.txt")
c.req("more-get", "GET where only POST is", "GET", "/s12/upload")
