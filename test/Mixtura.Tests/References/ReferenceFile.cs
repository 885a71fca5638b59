using System.Globalization;
using System.Text.Json;
using Mixtura.Data;

namespace Mixtura.Tests.References;

/// <summary>Files of numbers from independent programs; <c>References/Data/README.md</c> names their sources.</summary>
internal static class ReferenceFile
{
    public static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        return document.RootElement.Clone();
    }

    /// <summary>The numeric columns of a CSV file with a header; a column of labels is left out.</summary>
    public static RowMatrix Rows(string name, params string[] without)
    {
        var lines = File.ReadAllLines(PathOf(name));
        var header = lines[0].Split(',');
        var columns = Enumerable.Range(0, header.Length).Where(j => header[j] != "label" && !without.Contains(header[j])).ToArray();
        return RowMatrix.Copy([.. lines.Skip(1).Select(line => Array.ConvertAll(columns, j => Number(line.Split(',')[j])))]);
    }

    /// <summary>The lines of a file of text.</summary>
    public static string[] Lines(string name) => File.ReadAllLines(PathOf(name));

    /// <summary>The cells of a column of text; null where they are empty.</summary>
    public static string?[] Texts(string name, string column)
    {
        var lines = File.ReadAllLines(PathOf(name));
        int j = Array.IndexOf(lines[0].Split(','), column);
        return [.. lines.Skip(1).Select(line => line.Split(',')[j] is { Length: > 0 } text ? text : null)];
    }

    public static double[] Column(string name, string column)
    {
        var lines = File.ReadAllLines(PathOf(name));
        int j = Array.IndexOf(lines[0].Split(','), column);
        return [.. lines.Skip(1).Select(line => Number(line.Split(',')[j]))];
    }

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(static item => item.GetDouble())];

    public static double[][] Rows(this JsonElement array) => [.. array.EnumerateArray().Select(Numbers)];

    public static RowMatrix Matrix(this JsonElement array) => RowMatrix.Copy(array.Rows());

    public static double Number(this JsonElement element, string property) => element.GetProperty(property).GetDouble();

    public static int Integer(this JsonElement element, string property) => element.GetProperty(property).GetInt32();

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "References", "Data", name);
}
