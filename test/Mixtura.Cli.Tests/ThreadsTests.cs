using Mixtura.Cli.Output;
using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Cli.Tests;

/// <summary>What is computed on several threads comes out as on one.</summary>
public sealed class ThreadsTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Theory]
    [InlineData("score")]
    [InlineData("predict")]
    [InlineData("predict", "--responsibilities")]
    [InlineData("predict", "--summary")]
    public void AnyNumberOfThreads_GivesTheSameBytes(string command, params string[] options)
    {
        string model = at.FaithfulModel();

        // several windows of blocks on four threads, and a last block that is not full
        Assert.Equal(0, Workspace.Run("sample", model, "-n", "150001", "-o", at["data.csv"]).Code);
        var one = Workspace.Run([command, model, at["data.csv"], "--threads", "1", .. options]);
        Assert.Equal(0, one.Code);
        Assert.Equal(one.Output, Workspace.Run([command, model, at["data.csv"], "--threads", "4", .. options]).Output);
        Assert.Equal(one.Output, Workspace.Run([command, model, at["data.csv"], .. options]).Output);
        Assert.True(options.Contains("--summary") || one.Lines.Length == 150002);
    }

    [Fact]
    public void NoThread_IsRefused() => Workspace.Run("predict", at.FaithfulModel(), Workspace.Faithful, "--threads", "0").IsBadInput("--threads is '0'");

    [Fact]
    public void FailureOnAThread_ComesOutAsItIs()
    {
        var model = GaussianMixture.Create([1.0], RowMatrix.Copy([[0.0]]), [RowMatrix.Copy([[1.0]])], CovarianceStructure.Full);
        var posterior = new PosteriorRows(model, new UnreadableRows(), 4);
        var failure = Assert.Throws<IOException>(() => posterior.ForEachBlock(Posterior.LogDensities, static _ => { }, CancellationToken.None));
        Assert.Equal("gone", failure.Message);
    }

    private sealed class UnreadableRows : IRowSource, IRowReader
    {
        public int Columns => 1;

        public long Rows => 1_000_000;

        public IRowReader Open() => this;

        public void MoveTo(long row)
        {
        }

        public bool Read(int maximumRows, out RowBlock block) => throw new IOException("gone");

        public void Dispose()
        {
        }
    }
}
