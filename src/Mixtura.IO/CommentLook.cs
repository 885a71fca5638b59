namespace Mixtura.IO;

/// <summary>Whether lines that begin with # are comments: those before the first row are, and those after it unless they have as many fields as a row, as where the first column holds colours.</summary>
internal static class CommentLook
{
    private const byte Mark = (byte)'#';

    /// <param name="text">The beginning of the text.</param>
    /// <param name="skip">The lines at its beginning that are passed over.</param>
    public static bool Find(ReadOnlySpan<byte> text, int skip)
    {
        ReadOnlySpan<byte> row = default;
        bool any = false;
        int number = 0;
        bool isQuoted = false;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            if (number++ < skip || line.IsEmpty)
            {
                continue;
            }

            if (isQuoted || line[0] != Mark)
            {
                row = row.IsEmpty ? line : row;
                isQuoted ^= line.Count((byte)'"') % 2 != 0;
            }
            else if (!row.IsEmpty && HasAsManyFields(line, row))
            {
                return false;
            }
            else
            {
                any = true;
            }
        }

        return any && !row.IsEmpty;
    }

    private static bool HasAsManyFields(ReadOnlySpan<byte> line, ReadOnlySpan<byte> row)
    {
        foreach (byte delimiter in ",;\t|"u8)
        {
            int count = row.Count(delimiter);
            if (count > 0 && count == line.Count(delimiter))
            {
                return true;
            }
        }

        return false;
    }
}
