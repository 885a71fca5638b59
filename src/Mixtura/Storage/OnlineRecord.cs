namespace Mixtura.Storage;

/// <summary>How a stream was learnt by on-line EM.</summary>
/// <param name="Batches">The batches after the start.</param>
/// <param name="BatchRows">The rows of each.</param>
/// <param name="BatchesPerEntry">The batches that an entry of <see cref="FitRecord.Trace"/> is the mean of.</param>
/// <param name="MeanLogDensity">The mean log density of all rows before they were learnt, in nats a row; NaN where there was no batch.</param>
/// <param name="HalfLife">The weight of rows after which what came before counts half; null where nothing was forgotten on purpose.</param>
public sealed record OnlineRecord(long Batches, int BatchRows, int BatchesPerEntry, double MeanLogDensity, double? HalfLife);
