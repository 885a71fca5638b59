namespace Mixtura.Report.Page;

/// <summary>What is built into the library: the page's style and script, and what draws charts.</summary>
internal static class Resource
{
    private static readonly string[] DrawingNames = ["vega", "vega-lite", "vega-embed"];

    /// <summary>The scripts that draw, in the order of their use, each after its licence; empty if the library was built without npm.</summary>
    public static IReadOnlyList<string> Drawing { get; } = DrawingNames.All(static name => Exists(name + ".min.js"))
        ? [.. DrawingNames.Select(static name => $"/*!\n{name}\n{Text(name + ".LICENSE")}*/\n{Text(name + ".min.js")}")]
        : [];

    public static string Text(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static bool Exists(string name) => typeof(Resource).Assembly.GetManifestResourceInfo(name) is not null;
}
