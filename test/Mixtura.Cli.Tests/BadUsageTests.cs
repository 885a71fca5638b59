using Mixtura.Cli.Output;

namespace Mixtura.Cli.Tests;

public sealed class BadUsageTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Theory]
    [InlineData("-k", "0", "--components is '0'", "1 or more")]
    [InlineData("-k", "99999999999", "--components is '99999999999'", "whole number, 1 to 2147483647.")]
    [InlineData("--threads", "99999999999999999999999", "whole number, 1 to 2147483647.")]
    [InlineData("--seed", "99999999999999999999", "whole number, 0 to 18446744073709551615.")]
    [InlineData("-k", "1:9", "'1:9'", "whole number")]
    [InlineData("--covariance", "round", "'round'", "spherical (VII)")]
    [InlineData("--covariance", "VEW", "--covariance is 'VEW'", "EVV, full (VVV)")]
    [InlineData("--method", "gibbs", "'gibbs'", "variational")]
    [InlineData("--mean-precision", "2", "--mean-precision is a prior of the variational method")]
    [InlineData("--method", "magic", "'magic'", "em")]
    [InlineData("--init", "kmeens", "'kmeens'", "kmeans++, kmeans, random-rows, random-means", "file:")]
    [InlineData("--restarts", "0", "--restarts is '0'")]
    [InlineData("--tolerance", "-1", "--tolerance is '-1'", "0 or more")]
    [InlineData("--tolerance", "nan", "--tolerance is 'nan'")]
    [InlineData("--max-iterations", "-1", "--max-iterations is '-1'")]
    [InlineData("--regularization", "inf", "--regularization is 'inf'")]
    [InlineData("--seed", "-3", "--seed is '-3'")]
    [InlineData("--threads", "0", "--threads is '0'")]
    [InlineData("--format", "xml", "'xml'", "text, json")]
    [InlineData("--wibble", "1", "--wibble", "mixtura fit --help")]
    public void UnknownValue_ExitsWith2AndSaysWhatIsKnown(string option, string value, params string[] parts)
    {
        string[] components = string.Equals(option, "-k", StringComparison.Ordinal) ? [] : ["-k", "2"];
        Workspace.Run(["fit", Workspace.Faithful, .. components, option, value]).IsBadInput(parts);
    }

    [Fact]
    public void MissingComponents_AreAskedFor() => Workspace.Run("fit", Workspace.Faithful).IsBadInput("number of components is missing", "-k 3");

    [Fact]
    public void NoCommand_IsAUsageError() => Workspace.Run().IsBadInput("no command", "mixtura --help");

    [Fact]
    public void ExistingOutput_IsKeptUnlessForced()
    {
        string path = at.Write("model.json", "mine");
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--output", path).IsBadInput(path, "exists", "--force");
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--output", path, "--force").Code);
        Assert.StartsWith("{", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(at.Folder));
    }

    [Fact]
    public void UnwritableOutput_IsFoundBeforeTheDataAreRead()
    {
        Workspace.Run("fit", at["none.csv"], "-k", "2", "--output", at["no/such/model.json"]).IsBadInput("model.json", "cannot be written", "folder");
        string file = at.Write("file", "text");
        Workspace.Run("fit", at["none.csv"], "-k", "2", "--output", Path.Combine(file, "model.json")).IsBadInput("cannot be written");
        Workspace.Run("fit", at["none.csv"], "-k", "2", "--output", at.Folder).IsBadInput("is a folder");
    }

    // devices are asked by name only: a test run by root must not be able to replace one
    [Theory]
    [InlineData("/dev/null", true, true)]
    [InlineData("/dev/stdout", true, true)]
    [InlineData("/dev/fd/63", true, true)]
    [InlineData("/dev/sda", false, true)]
    [InlineData("/proc/self/mem", false, true)]
    [InlineData("/dev/shm/model.json", false, false)]
    [InlineData("/home/dev/null", false, false)]
    public void Devices_AreNeverReplaced(string path, bool isStream, bool isDevice)
    {
        Assert.Equal(isStream, SpecialFile.IsStream(path));
        Assert.Equal(isDevice, SpecialFile.IsDevice(path));
    }

    [Fact]
    public void Pipe_IsNotReplacedEvenByForce()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        System.Diagnostics.Process.Start("mkfifo", [at["pipe"]]).WaitForExit();
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--output", at["pipe"], "--force").IsBadInput("pipe");
        Assert.Single(Directory.GetFiles(at.Folder));
    }

    [Fact]
    public void Link_StaysALinkToTheNewFile()
    {
        string path = at.Write("real.json", "old");
        File.CreateSymbolicLink(at["link.json"], path);
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "-q", "--output", at["link.json"], "--force").Code);
        Assert.NotNull(new FileInfo(at["link.json"]).LinkTarget);
        Assert.StartsWith("{", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void LinkToNothingYet_StaysALinkToTheNewFile()
    {
        File.CreateSymbolicLink(at["link.json"], "real.json");
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "-q", "--output", at["link.json"]).Code);
        Assert.Equal("real.json", new FileInfo(at["link.json"]).LinkTarget);
        Assert.StartsWith("{", File.ReadAllText(at["real.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    public void ReplacedFile_KeepsItsMode(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = at.Write("model.json", "old");
        File.SetUnixFileMode(path, mode);
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "-q", "--output", path, "--force").Code);
        Assert.StartsWith("{", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void FailedCommand_LeavesNoFile()
    {
        Workspace.Run("fit", at["none.csv"], "-k", "2", "--output", at["model.json"]).IsBadInput("none.csv");
        Assert.Empty(Directory.GetFiles(at.Folder));
    }
}
