using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>What components may be called.</summary>
internal static class ComponentNames
{
    /// <summary>Refuses names that are not as many as the components.</summary>
    /// <exception cref="InputException">They are not.</exception>
    public static void CheckCount(IReadOnlyList<string> names, int components)
    {
        if (names.Count != components)
        {
            throw new InputException($"{Counted.Of(names.Count, "name")} for {Counted.Of(components, "component")}. Give one each, in the order of the components.");
        }
    }

    /// <summary>Refuses names that do not tell components apart.</summary>
    /// <exception cref="InputException">One is empty, or given twice.</exception>
    public static void CheckDifferent(IReadOnlyList<string> names)
    {
        if (names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() < names.Count)
        {
            throw new InputException($"A name of the components is empty, or given twice: {NameList.Of(names)}. Give each its own.");
        }
    }
}
