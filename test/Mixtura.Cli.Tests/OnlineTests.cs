using System.Globalization;
using System.Text.Json;

namespace Mixtura.Cli.Tests;

/// <summary>On-line EM, as a user of pipes has it.</summary>
public sealed class OnlineTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void Pipe_EndsNearTheFitOfAllRows()
    {
        string data = Drawn(60_000, "drawn.csv");
        var run = Workspace.RunWith(File.ReadAllText(data), "fit", "-", "-k", "2", "--online", "--output", at["learnt.json"]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("60000 rows, 2 features", run.Output, StringComparison.Ordinal);
        Assert.Contains("by on-line EM", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("fit", data, "-k", "2", "-o", at["all.json"]).Code);
        double best = MeanOf(at["all.json"], data);
        Assert.InRange(MeanOf(at["learnt.json"], data), best - 1e-3, best + 1e-9);
    }

    [Theory]
    [InlineData("fit", "--covariance", "EVE", "--threads", "1")]
    [InlineData("fit", "--family", "student-t", "--batch", "500")]
    public void File_IsLearntAsThePipe_OnAnyNumberOfThreads(params string[] options)
    {
        string data = Drawn(20_000, "drawn.csv");
        Assert.Equal(0, Workspace.Run([.. options, data, "-k", "2", "--online", "-o", at["file.json"]]).Code);
        Assert.Equal(0, Workspace.RunWith(File.ReadAllText(data), [.. options.Where(static option => option is not ("--threads" or "1")), "-", "-k", "2", "--online", "--threads", "3", "-o", at["pipe.json"]]).Code);
        Assert.Equal(File.ReadAllText(at["file.json"]), File.ReadAllText(at["pipe.json"]));
    }

    [Fact]
    public void ShortStream_IsSimplyFitted()
    {
        var run = Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--online", "-o", at["learnt.json"]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("the stream ended among the rows of the start, so this is a batch fit", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "-o", at["all.json"]).Code);
        Assert.Equal(MeanOf(at["all.json"], Workspace.Faithful), MeanOf(at["learnt.json"], Workspace.Faithful), 12);
    }

    [Fact]
    public void Update_WeighsOldRows_AndForgetsWhereAsked()
    {
        // the old rows outweigh the few new ones, unless they are forgotten
        string model = at["old.json"];
        Assert.Equal(0, Workspace.Run("fit", Drawn(20_000, "drawn.csv"), "-k", "1", "-o", model).Code);
        string moved = at.Write("moved.csv", "eruptions,waiting\n" + string.Concat(Enumerable.Range(0, 2000).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{13 + (i % 7 * 0.1)},{270 + (i % 11)}\n"))));
        double old = MeanOfFeature(model);
        Assert.Equal(0, Workspace.Run("update", model, moved, "-o", at["new.json"]).Code);
        Assert.Equal(0, Workspace.Run("update", model, moved, "--forget", "100", "-o", at["forgot.json"]).Code);
        Assert.InRange(MeanOfFeature(at["new.json"]), old + 0.3, old + 3);
        Assert.InRange(MeanOfFeature(at["forgot.json"]), 13, 13.6);
        using var json = JsonDocument.Parse(File.ReadAllText(at["new.json"]));
        Assert.Equal(22_000, json.RootElement.GetProperty("fit").GetProperty("rows").GetInt64());
        Assert.Equal("online-em", json.RootElement.GetProperty("fit").GetProperty("method").GetString());
    }

    [Fact]
    public void Interruption_WritesTheModelSoFar()
    {
        using var stop = new CancellationTokenSource();
        string text = File.ReadAllText(Drawn(40_000, "drawn.csv"));
        using var input = new Endless(text, stop);
        using var output = new MemoryStream();
        using var error = new StringWriter();
        int code = MixturaCommand.Run(["fit", "-", "-k", "2", "--online", "-o", at["so-far.json"]], new Terminal.CommandStreams(input, output, error) { Interrupted = stop.Token });
        Assert.Equal(130, code);
        using var json = JsonDocument.Parse(File.ReadAllText(at["so-far.json"]));
        Assert.InRange(json.RootElement.GetProperty("fit").GetProperty("rows").GetInt64(), 35_000, 40_000);
    }

    [Fact]
    public void BadRow_IsNamed_AndNothingIsWritten()
    {
        string text = File.ReadAllText(Drawn(15_000, "drawn.csv")) + "1,x\n";
        Workspace.RunWith(text, "fit", "-", "-k", "2", "--online", "-o", at["learnt.json"]).IsBadInput("standard input, line 15002", "'x'");
        Assert.False(File.Exists(at["learnt.json"]));
    }

    [Theory]
    [InlineData("--batch is an option of --online", "--batch", "100")]
    [InlineData("--forget is 'x'", "--online", "--forget", "x")]
    [InlineData("--method variational does not go with --online", "--online", "--method", "variational")]
    [InlineData("--checkpoint does not go with --online", "--online", "--checkpoint", "run.mix")]
    [InlineData("--report does not go with --online", "--online", "--report", "page.html")]
    public void WhatDoesNotGo_IsSaid(string part, params string[] options) =>
        Workspace.Run(["fit", Workspace.Faithful, "-k", "2", .. options]).IsBadInput(part);

    [Fact]
    public void Update_OfAPosterior_IsRefused()
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "3", "--method", "variational", "-o", at["posterior.json"]).Code);
        Workspace.Run("update", at["posterior.json"], Workspace.Faithful).IsBadInput("holds a posterior of the variational treatment");
    }

    [Fact]
    public void Update_SaysThatAPriorIsNotKept()
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--prior", "conjugate", "-o", at["prior.json"]).Code);
        var run = Workspace.Run("update", at["prior.json"], Workspace.Faithful);
        Assert.Equal(0, run.Code);
        Assert.Contains("was fitted with a prior (conjugate), of which update knows nothing", run.Error, StringComparison.Ordinal);
        Assert.Empty(Workspace.Run("update", at.FaithfulModel(), Workspace.Faithful).Error);
    }

    private static double MeanOf(string model, string data)
    {
        var run = Workspace.Run("score", model, data, "--summary", "--format", "json");
        using var json = JsonDocument.Parse(run.Output);
        return json.RootElement.GetProperty("mean").GetDouble();
    }

    private static double MeanOfFeature(string model)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(model));
        return json.RootElement.GetProperty("means")[0][0].GetDouble();
    }

    private string Drawn(int rows, string name)
    {
        Assert.Equal(0, Workspace.Run("sample", at.FaithfulModel(), "-n", $"{rows}", "-o", at[name]).Code);
        return at[name];
    }

    /// <summary>A pipe whose writer never ends it; the user interrupts once all is read.</summary>
    private sealed class Endless(string text, CancellationTokenSource stop) : MemoryStream
    {
        private readonly MemoryStream written = new(System.Text.Encoding.UTF8.GetBytes(text));

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = written.Read(buffer);
            if (count == 0 && buffer.Length > 0)
            {
                stop.Cancel();
                throw new OperationCanceledException(stop.Token);
            }

            return count;
        }
    }
}
