using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

/// <summary>A checkpoint is whole at any moment, whatever was being written.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private static readonly Dictionary<string, string> Run = new(StringComparer.Ordinal) { ["--components"] = "3", ["rows"] = "100" };
    private readonly string folder = Directory.CreateTempSubdirectory("mixtura-checkpoint-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At => Path.Combine(folder, "run.mix");

    [Fact]
    public void Answers_ComeBackInTheirOrder()
    {
        Write(Answers(5));
        Assert.Equal(Answers(5), Read());
    }

    /// <remarks>Whatever the length to which the file was written, what is taken is a beginning of the answers, and the next is written behind it.</remarks>
    [Fact]
    public void FileThatWasCutAnywhere_GoesOnFromTheLastWholeAnswer()
    {
        Write(Answers(4));
        byte[] whole = File.ReadAllBytes(At);
        int header = Array.IndexOf(whole, (byte)'\n') + 1;
        var counts = new HashSet<int>();
        for (int length = header; length <= whole.Length; length++)
        {
            File.WriteAllBytes(At, whole[..length]);
            byte[][] found = Read(addAfterwards: [7, 7, 7]);
            Assert.Equal(Answers(4).Take(found.Length), found);
            Assert.Equal([.. found, [7, 7, 7]], Read());
            counts.Add(found.Length);
        }

        Assert.Equal([0, 1, 2, 3, 4], counts.Order());
    }

    [Fact]
    public void AnswerThatWasSpoilt_IsNotTaken()
    {
        Write(Answers(4));
        byte[] bytes = File.ReadAllBytes(At);
        bytes[^12] ^= 1;
        File.WriteAllBytes(At, bytes);
        Assert.Equal(Answers(3), Read());
    }

    [Fact]
    public void AnotherRun_IsRefusedWithWhatDiffers()
    {
        Write([]);
        var other = new Dictionary<string, string>(StringComparer.Ordinal) { ["--components"] = "4", ["rows"] = "100", ["--seed"] = "1" };
        var failure = Assert.Throws<InputException>(() => CheckpointFile.Resume(At, other, TimeSpan.Zero));
        Assert.Contains("--components was 3 and is 4; --seed was not given and is 1", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("rows", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}\n")]
    [InlineData("a,b\n1,2\n")]
    [InlineData("{\"format\":\"mixtura.checkpoint\",\"version\":2,\"run\":{}}\n")]
    public void OtherFile_IsRefused(string text)
    {
        File.WriteAllText(At, text);
        Assert.Contains("is no checkpoint", Assert.Throws<InputException>(() => CheckpointFile.Resume(At, Run, TimeSpan.Zero)).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(At));
    }

    [Fact]
    public void NoFile_IsSaid() =>
        Assert.Contains("there is no such checkpoint", Assert.Throws<InputException>(() => CheckpointFile.Resume(At, Run, TimeSpan.Zero)).Message, StringComparison.Ordinal);

    [Fact]
    public void FolderThatIsNotThere_IsSaid() =>
        Assert.Contains("cannot be written", Assert.Throws<InputException>(() => CheckpointFile.Begin(Path.Combine(folder, "none", "run.mix"), Run, TimeSpan.Zero)).Message, StringComparison.Ordinal);

    [Fact]
    public void Answers_WaitUntilItIsTime()
    {
        using var file = CheckpointFile.Begin(At, Run, TimeSpan.FromHours(1));
        long before = new FileInfo(At).Length;
        file.Add([1, 2, 3]);
        Assert.Equal(before, new FileInfo(At).Length);
        file.Write();
        Assert.True(new FileInfo(At).Length > before);
    }

    [Fact]
    public void Data_AreToldApart()
    {
        static string Of(params double[] values) => RowIdentity.Of(new MemoryRows(new RowMatrix(values, 1), featureNames: ["x"]));
        Assert.Equal(Of(1, 2, 3), Of(1, 2, 3));
        Assert.NotEqual(Of(1, 2, 3), Of(1, 2, 4));
        Assert.NotEqual(Of(1, 2, 3), Of(1, 2, 3, 4));
    }

    private static byte[][] Answers(int count) => [.. Enumerable.Range(0, count).Select(static i => Enumerable.Range(0, 3 * i).Select(j => (byte)(i + j)).ToArray())];

    private void Write(byte[][] answers)
    {
        using var file = CheckpointFile.Begin(At, Run, TimeSpan.Zero);
        foreach (byte[] answer in answers)
        {
            file.Add(answer);
        }
    }

    private byte[][] Read(byte[]? addAfterwards = null)
    {
        using var file = CheckpointFile.Resume(At, Run, TimeSpan.Zero);
        var found = new List<byte[]>();
        while (file.TryTake(out byte[] answer))
        {
            found.Add(answer);
        }

        if (addAfterwards is not null)
        {
            file.Add(addAfterwards);
        }

        return [.. found];
    }
}
