namespace Bq2.Efi.Pe;

public sealed partial class PeImage
{
    /// <summary>
    /// The image with one more section, behind all others in memory and in the file. Headers, sizes and the checksum, if it has one, fit
    /// it. Signatures do not survive a change and are left out.
    /// </summary>
    /// <exception cref="Bq2.Efi.FaultException">The headers have no room, the name or the content cannot be a section's, or the
    /// image is laid out so that nothing can be added.</exception>
    public PeImage WithSection(
        string name, ReadOnlyMemory<byte> content, SectionTraits traits = SectionTraits.InitializedData | SectionTraits.Read)
    {
        ArgumentNullException.ThrowIfNull(name);
        var change = new PeChange(this);
        change.Add(name, content, traits);
        return Read(Path, change.Finish());
    }

    /// <summary>
    /// The image with longer content in one of its sections, by its index. What lies behind it in the file moves; in memory nothing does,
    /// so the section can grow as far as the next one.
    /// </summary>
    /// <exception cref="Bq2.Efi.FaultException">The content is shorter than before or longer than there is room, or the image is
    /// laid out so that nothing can be moved.</exception>
    public PeImage WithGrownSection(int section, ReadOnlyMemory<byte> content)
    {
        CheckSection(section);
        var change = new PeChange(this);
        change.Grow(section, content);
        return Read(Path, change.Finish());
    }
}
