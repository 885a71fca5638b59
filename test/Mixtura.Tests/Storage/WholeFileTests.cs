using Mixtura.Storage;

namespace Mixtura.Tests.Storage;

/// <summary>A file is written whole or not at all, and nothing is left beside it.</summary>
public sealed class WholeFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mixtura-whole-").FullName;

    [Fact]
    public void WritingThatFails_LeavesWhatStoodThere()
    {
        string path = Old("model.json");
        Assert.Throws<TimeoutException>(() => WholeFile.Write(path, static stream =>
        {
            stream.Write("new"u8);
            throw new TimeoutException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void WhatStoodThere_StandsUntilAllIsWritten()
    {
        string path = Old("model.json");
        WholeFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void FileThatMayNotBeReplaced_Stays()
    {
        string path = Old("model.json");
        using (var file = new WholeFile(path))
        {
            file.Stream.Write("new"u8);
            Assert.Throws<IOException>(() => file.Keep(replaces: false));
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Link_StaysALink(bool isThere)
    {
        string path = isThere ? Old("model.json") : Path.Combine(folder, "model.json");
        string link = Path.Combine(folder, "link.json");
        File.CreateSymbolicLink(link, "model.json");
        WholeFile.Write(link, static stream => stream.Write("new"u8));
        Assert.Equal("model.json", new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Mode_IsKept()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Old("model.json");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        File.SetUnixFileMode(path, Mode);
        WholeFile.Write(path, static stream => stream.Write("new"u8));
        Assert.Equal(Mode, File.GetUnixFileMode(path));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Old(string name)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, "old");
        return path;
    }
}
