"""The child that turns a photo upright: reads {"photo": path}, turns that file as its EXIF orientation tells, says
{"turned": whether it had to}.

Run by services/drafts/picture_slots.py as `python -m services.files.rotate_worker`; what it opens was uploaded by
strangers. What the camera noted besides – where the photo was taken – is gone from the turned one.
"""

import json
import sys

from services.files.child_process import limit, report


def main() -> None:
    limit()
    from PIL import ExifTags, Image, ImageOps, JpegImagePlugin

    path = json.load(sys.stdin)["photo"]
    Image.MAX_IMAGE_PIXELS = None  # docgen has measured it
    with Image.open(path, formats=["JPEG"]) as photo:
        assert isinstance(photo, JpegImagePlugin.JpegImageFile)
        if photo.getexif().get(ExifTags.Base.Orientation) not in range(2, 9):
            report(turned=False)
            return
        alike = {"qtables": photo.quantization, "subsampling": JpegImagePlugin.get_sampling(photo)}  # as fine, as large
        turned = ImageOps.exif_transpose(photo)
        turned.save(path, "JPEG", **alike, icc_profile=photo.info.get("icc_profile"), exif=b"")
    report(turned=True)


if __name__ == "__main__":
    main()
