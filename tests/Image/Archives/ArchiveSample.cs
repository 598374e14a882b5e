using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>A folder with one of everything that archives hold, made by the shell.</summary>
internal static class ArchiveSample
{
    private const string Everything = """
        printf 'hello\n' >a.txt; ln a.txt b.txt; ln -s ../x/y link; mkfifo pipe; mkdir -p d/e/f empty
        head -c 511 /dev/urandom >d/511; head -c 512 /dev/urandom >d/512; head -c 513 /dev/urandom >d/513; : >d/0
        ln d/0 d/e/zero; chmod 4755 d/511; chmod 1777 d/e; chmod 0 d/513
        touch -d @1234567890.5 a.txt; touch -d @0 d/512; touch -h -d @1000000000 link; touch -d @1500000000 empty
        """;

    private const string Long = """
        n=$(printf '%0120d' 7); mkdir -p $n/$n; printf long >$n/$n/$n; ln -s $n/$n/$n$n longlink; ln $n/$n/$n zlong
        m=$(printf '%099d' 7); printf m >$m; mkdir $m.d; printf x >d/$m; k=$(printf '%0100d' 8); printf k >$k
        printf u >'ä€😀.txt'; ln -s 'ö' 'ü'
        """;

    private const string Odd = """
        printf bytes >"$(printf 'n\377\200')"; mkdir "$(printf '\355\262\200')"; printf l >'line
        break'; printf s >' space '; printf b >'back\slash'; printf q >'"quote"'
        """;

    public static TempFolder Make(bool isLong = true, bool isOdd = true, string more = ":")
    {
        var temp = new TempFolder();
        Shell(temp, $"mkdir in; cd in; {Everything}\n{(isLong ? Long : ":")}\n{(isOdd ? Odd : ":")}\n{more}");
        return temp;
    }

    public static Tree Read(TempFolder temp, bool xattrs = false) =>
        Tree.FromFolder(temp["in"], new() { KeepTimes = true, KeepOwners = true, KeepXattrs = xattrs });

    public static Outcome Shell(TempFolder temp, string script) =>
        new RealTool("bash").Run("-ec", $"cd {temp.Path}; {script}").Accepts();
}
