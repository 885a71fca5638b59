using System.Diagnostics;

namespace Mixtura.Cli.Tests;

/// <summary>What shells and man(1) make of what the command prints for them.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly Workspace at = new();

    /// <summary>Lines as typed, and what is offered at their end.</summary>
    public static TheoryData<string, string[]> Typed => new()
    {
        { "mixtura ", ["compare", "completion", "export", "fit", "impute", "inspect", "man", "predict", "report", "sample", "score", "select", "update"] },
        { "mixtura se", ["select"] },
        { "mixtura fit data.csv --co", ["--columns", "--comment", "--components", "--components-per-class", "--connection", "--counts", "--covariance", "--covariance-per-class"] },
        { "mixtura fit data.csv --covariance d", ["diagonal"] },
        { "mixtura select data.csv --criterion i", ["icl"] },
        { "mixtura fit data.csv --init k", ["kmeans", "kmeans++"] },
        { "mixtura completion z", ["zsh"] },
        { "mixtura fit ", [] },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public void Bash_OffersWhatMayComeNext(string line, string[] offered)
    {
        at.Write("mixtura", $"#!/bin/sh\nexec {string.Join(' ', CommandUnderTest.Words.Select(static word => $"'{word}'"))} \"$@\"\n");
        at.Write("try", """
            chmod +x "$1/mixtura"; PATH=$1:$PATH; line=$2
            source <(mixtura completion bash)
            COMP_LINE=$line; COMP_POINT=${#line}
            read -ra COMP_WORDS <<< "$line"
            [[ $line == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _mixtura
            printf '%s\n' "${COMPREPLY[@]}"
            """.ReplaceLineEndings("\n"));
        string printed = Printed("bash", at["try"], at.Folder, line);
        Assert.Equal(offered, printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ManualPage_NamesEveryCommandAndOption()
    {
        string page = Workspace.Run("man").Output;
        Assert.StartsWith(".TH MIXTURA 1\n", page, StringComparison.Ordinal);
        foreach (string command in (string[])["fit", "update", "select", "predict", "score", "compare", "impute", "sample", "inspect", "report", "export", "completion"])
        {
            Assert.Contains($".SS \"mixtura {command}", page, StringComparison.Ordinal);
        }

        string help = Workspace.Run("fit", "--help").Output;
        var options = help.Split('\n').Select(static line => line.TrimStart()).Where(static line => line.StartsWith("--", StringComparison.Ordinal)).Select(static line => line.Split(' ', ',')[0]).ToArray();
        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Contains($@"\fB{option.Replace("-", @"\-", StringComparison.Ordinal)}\fR", page, StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownShell_IsNamedWithThoseThatAreKnown() => Workspace.Run("completion", "tcsh").IsBadInput("tcsh", "bash", "zsh", "powershell");

    public void Dispose() => at.Dispose();

    private static string Printed(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return printed;
    }
}
