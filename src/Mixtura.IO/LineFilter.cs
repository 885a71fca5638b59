namespace Mixtura.IO;

/// <summary>Text in which some lines are made empty, so that those after them keep their numbers: the first few, comments; and in which runs of blanks between fields may become one tab.</summary>
/// <param name="source">UTF-8 text.</param>
/// <param name="skip">How many lines at the beginning are made empty.</param>
/// <param name="comment">The character that a comment begins with; null for none.</param>
/// <param name="collapses">Whether runs of blanks become a tab.</param>
internal sealed class LineFilter(Stream source, int skip, char? comment, bool collapses) : ForwardStream
{
    private readonly byte[] input = new byte[1 << 16];
    private int next;
    private int count;
    private long line;
    private bool isAtStart = true;
    private bool isOmitted;
    private bool isQuoted;
    private bool hasField;
    private bool hasBlank;

    /// <summary>The comments that were made empty.</summary>
    public long Comments { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int written = 0;

        // a byte may ask for two
        while (written < buffer.Length - 1)
        {
            if (next == count)
            {
                (next, count) = (0, written > 0 ? 0 : source.Read(input));
                if (count == 0)
                {
                    break;
                }
            }

            written += Take(input[next++], buffer[written..]);
        }

        return written;
    }

    private int Take(byte one, Span<byte> destination)
    {
        if (isAtStart)
        {
            bool isComment = !isQuoted && line >= skip && comment is { } mark && one == mark;
            Comments += isComment ? 1 : 0;
            isOmitted = (line < skip || isComment) && one is not ((byte)'\n' or (byte)'\r');
            (isAtStart, hasField, hasBlank) = (false, false, false);
        }

        if (one == '\n')
        {
            line++;
            isAtStart = true;
            isOmitted = false;
            destination[0] = one;
            return 1;
        }

        if (isOmitted)
        {
            return 0;
        }

        isQuoted ^= one == '"';
        return collapses && !isQuoted ? Collapse(one, destination) : Keep(one, destination);
    }

    private static int Keep(byte one, Span<byte> destination)
    {
        destination[0] = one;
        return 1;
    }

    private int Collapse(byte one, Span<byte> destination)
    {
        if (one is (byte)' ' or (byte)'\t')
        {
            hasBlank = true;
            return 0;
        }

        int written = 0;
        if (hasBlank && hasField && one != '\r')
        {
            destination[written++] = (byte)'\t';
        }

        (hasBlank, hasField) = (false, true);
        destination[written++] = one;
        return written;
    }
}
