using System.Text.Json;
using Mixtura.Data;

namespace Mixtura.Storage;

/// <summary>Reads the fields of one object of a file, each checked; a message names the field, the value found and the remedy.</summary>
/// <param name="element">The object.</param>
/// <param name="path">Where it stands in the file: empty, or a name and a point.</param>
/// <param name="file">What messages call the file.</param>
internal sealed class FieldReader(JsonElement element, string path, string file)
{
    /// <summary>An object in it.</summary>
    public FieldReader Object(string name) => Required(name) is { ValueKind: JsonValueKind.Object } value
        ? new FieldReader(value, $"{path}{name}.", file)
        : throw Wrong(name, Shown(name), "Give an object.");

    /// <summary>A text.</summary>
    public string Text(string name) => Required(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Wrong(name, Shown(name), "Give a text.");

    /// <summary>An array of finite numbers of any length above 0.</summary>
    public double[] Vector(string name) => Read(name) is { Shape.Count: 1 } array ? Finite(name, array) : throw Wrong(name, Shown(name), "Give an array of numbers.");

    /// <summary>Whether there is a field of this name.</summary>
    public bool Has(string name) => element.TryGetProperty(name, out _);

    /// <summary>A finite number.</summary>
    public double Number(string name) => Numbers(name)[0];

    /// <summary>Finite numbers of a shape; none for one number.</summary>
    public double[] Numbers(string name, params int[] shape) => Read(name) is { } array && array.Shape.SequenceEqual(shape)
        ? Finite(name, array)
        : throw Wrong(name, Shown(name), shape.Length == 0 ? "Give a number." : $"Give numbers of the shape {string.Join('×', shape)}.");

    /// <summary>The same, all above a number.</summary>
    public double[] Above(double least, string name, params int[] shape)
    {
        double[] values = Numbers(name, shape);
        int wrong = Array.FindIndex(values, value => !(value > least));
        return wrong < 0 ? values : throw Wrong(shape.Length == 0 ? name : $"{name}[{wrong}]", $"{values[wrong]}", $"Give a number above {least}.");
    }

    /// <summary>The fault of a field.</summary>
    public InputException Wrong(string name, string found, string remedy) => new($"{file}: '{path}{name}' is {found}. {remedy}");

    private Mixtures.ParameterArray? Read(string name) => NestedNumbers.TryRead(name, Required(name));

    private double[] Finite(string name, Mixtures.ParameterArray array)
    {
        double[] values = [.. array.Values];
        int wrong = Array.FindIndex(values, static value => !double.IsFinite(value));
        return wrong < 0 ? values : throw Wrong(name, $"not finite in number {wrong}, counted from 0", "Give finite numbers.");
    }

    private JsonElement Required(string name) => element.TryGetProperty(name, out var value)
        ? value
        : throw DocumentForm.NoModel($"{file}: the field '{path}{name}' is missing. The file may be cut off.");

    private string Shown(string name) => Required(name) switch
    {
        { ValueKind: JsonValueKind.Array } array => NestedNumbers.TryRead(name, array) is { } numbers ? $"{string.Join('×', numbers.Shape)} numbers" : "an array that is not of numbers or not rectangular",
        { ValueKind: JsonValueKind.Object } => "an object",
        var value => value.GetRawText(),
    };
}
