using System.Text;
using Bq2.Efi.Boot;

namespace Bq2.Image;

internal sealed partial class BootMenu
{
    private sealed class Line
    {
        public Line(TreeEntry file, byte[] text, string? skipped)
        {
            File = file;
            Text = text;
            Skipped = skipped;
            byte[] name = Encoding.UTF8.GetBytes(file.Name);
            Count = BootCount.Read(name);
            var id = new Utf8Writer(new byte[name.Length]);
            Count.WriteId(name, ref id);
            Id = id.Written.ToArray();
        }

        public TreeEntry File { get; }

        public byte[] Text { get; }

        public byte[] Id { get; }

        public BootCount Count { get; }

        public string? Skipped { get; }
    }
}
