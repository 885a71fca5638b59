namespace Mixtura.IO;

/// <summary>A line of a text that was looked at.</summary>
/// <param name="Number">Its number, counted from 1.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record TextLine(long Number, string[] Fields);
