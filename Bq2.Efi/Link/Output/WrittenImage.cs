using Bq2.Efi.Link.Layout;

namespace Bq2.Efi.Link.Output;

/// <summary>The bytes of an image, and its sections, the linker's own among them.</summary>
internal sealed record WrittenImage(byte[] Bytes, IReadOnlyList<OutputSection> Sections);
