using System.Text.Json.Serialization;

namespace Mixtura.IO;

/// <summary>The first line of a checkpoint.</summary>
internal sealed record CheckpointHeader(string Format, int Version, SortedDictionary<string, string> Run);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckpointHeader))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
