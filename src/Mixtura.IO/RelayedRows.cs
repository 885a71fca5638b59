namespace Mixtura.IO;

/// <summary>What is known of rows once all were handed on.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="DroppedRows">Those left out because a value was missing.</param>
/// <param name="Reading">What was assumed of a text that is not written in the usual way.</param>
public sealed record RelayedRows(long Rows, long DroppedRows, TextReading Reading);
