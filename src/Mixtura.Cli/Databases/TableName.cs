using Mixtura.Data;

namespace Mixtura.Cli.Databases;

/// <summary>The name of a table, in a schema or in the database's own: as it is written, small and large letters included.</summary>
/// <param name="Schema">The schema; null for the database's own.</param>
/// <param name="Table">The table.</param>
internal sealed record TableName(string? Schema, string Table)
{
    /// <summary>The name as SQL has it.</summary>
    public string Quoted => Schema is null ? Quote(Table) : $"{Quote(Schema)}.{Quote(Table)}";

    /// <summary>Takes <c>table</c> or <c>schema.table</c>; a part that holds a dot stands in double quotes.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public static TableName Parse(string text)
    {
        string[] parts = [.. Parts(text)];
        return Array.Exists(parts, static part => part.Length == 0 || part.Contains('\0', StringComparison.Ordinal)) ? throw Wrong(text) : parts switch
        {
            [var table] => new(null, table),
            [var schema, var table] => new(schema, table),
            _ => throw Wrong(text),
        };
    }

    /// <summary>An identifier as SQL has it.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override string ToString() => Schema is null ? Table : $"{Schema}.{Table}";

    private static IEnumerable<string> Parts(string text)
    {
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i <= text.Length; i++)
        {
            isQuoted ^= i < text.Length && text[i] == '"';
            if (i == text.Length ? !isQuoted : text[i] == '.' && !isQuoted)
            {
                yield return Plain(text[start..i]);
                start = i + 1;
            }
            else if (i == text.Length)
            {
                throw Wrong(text);
            }
        }
    }

    private static string Plain(string part) => part is ['"', .., '"'] and { Length: > 1 } ? part[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : part;

    private static InputException Wrong(string text) =>
        new($"--to-table is '{text}', which names no table. Say NAME or SCHEMA.NAME; a name with a dot in it goes in double quotes.");
}
