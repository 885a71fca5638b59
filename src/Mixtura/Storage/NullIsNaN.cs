using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mixtura.Storage;

/// <summary>Reads null as NaN: JSON has no other word for a number that is none.</summary>
internal sealed class NullIsNaN : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Numbers are written by ModelText.");
}
