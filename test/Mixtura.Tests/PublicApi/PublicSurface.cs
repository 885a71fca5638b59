using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mixtura.Tests.PublicApi;

/// <summary>What others can call of an assembly, written as one would declare it, in alphabetical order.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    // it keeps what it has seen, and is not for several threads
    private static NullabilityInfoContext Nullability => new();

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in Types(assembly))
        {
            text.Append(CultureInfo.InvariantCulture, $"{KindOf(type)} {FullName(type)}{BasesOf(type)}\n");
            foreach (string member in MembersOf(type).Select(Describe).Order(StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {member}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Every type that a public signature names.</summary>
    public static IEnumerable<Type> TypesIn(Assembly assembly) => Types(assembly)
        .SelectMany(static type => MembersOf(type).SelectMany(SignatureOf).Concat(type.GetInterfaces()).Append(type.BaseType))
        .OfType<Type>().SelectMany(Parts).Distinct();

    private static IEnumerable<Type> Types(Assembly assembly) =>
        assembly.GetTypes().Where(static type => type.IsVisible).OrderBy(FullName, StringComparer.Ordinal);

    private static IEnumerable<MemberInfo> MembersOf(Type type) => type.GetMembers(Declared).Where(static member => member switch
    {
        ConstructorInfo constructor => IsOpen(constructor),
        MethodInfo method => IsOpen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !method.Name.Contains('<', StringComparison.Ordinal)
            && !IsGenerated(method),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsOpen) && property.Name != "EqualityContract",
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        _ => false,
    });

    // what the compiler writes for every record
    private static bool IsGenerated(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name is "PrintMembers" or "Invoke" or "BeginInvoke" or "EndInvoke";

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Name(constructor.DeclaringType!)}({Parameters(constructor)})",
        MethodInfo method => $"{Modifiers(method)}{Name(Nullability.Create(method.ReturnParameter))} {method.Name}{Arguments(method)}({Parameters(method)})",
        PropertyInfo property => $"{Modifiers(property.GetAccessors(nonPublic: true)[0])}{Name(Nullability.Create(property))} {Index(property)} {{ {Accessors(property)} }}",
        FieldInfo { IsLiteral: true } field => $"const {Name(field.FieldType)} {field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}",
        FieldInfo field => $"{(field.IsStatic ? "static " : string.Empty)}{Name(Nullability.Create(field))} {field.Name}",
        _ => member.ToString()!,
    };

    private static string Modifiers(MethodInfo method) =>
        method.DeclaringType!.IsInterface ? method.IsAbstract ? string.Empty : "default "
        : method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : string.Empty;

    private static string Index(PropertyInfo property) => property.GetIndexParameters() is { Length: > 0 } index
        ? $"this[{string.Join(", ", index.Select(Parameter))}]"
        : property.Name;

    private static string Accessors(PropertyInfo property)
    {
        var get = property.GetMethod is { } getter && IsOpen(getter) ? "get;" : null;
        var set = property.SetMethod is { } setter && IsOpen(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;"
            : null;
        return string.Join(' ', new[] { get, set }.OfType<string>());
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string kind = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? parameter.IsIn ? "in " : "ref " : string.Empty;
        string value = Convert.ToString(parameter.HasDefaultValue ? parameter.RawDefaultValue : null, CultureInfo.InvariantCulture) ?? string.Empty;
        string initial = !parameter.HasDefaultValue ? string.Empty : value.Length > 0 ? $" = {value}" : " = default";
        return $"{kind}{Name(Nullability.Create(parameter))} {parameter.Name}{initial}";
    }

    private static string Arguments(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : string.Empty;

    private static string KindOf(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type.IsValueType ? type.IsByRefLike ? "ref struct" : "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string BasesOf(Type type)
    {
        var bases = type.GetInterfaces().Where(static one => one.IsVisible).Select(Name).Where(static name => !name.StartsWith("IEquatable", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var all = (type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType ? [Name(parent)] : Array.Empty<string>()).Concat(type.IsEnum ? [] : bases);
        return all.Any() ? " : " + string.Join(", ", all) : string.Empty;
    }

    private static string FullName(Type type) => $"{type.Namespace}.{Name(type)}";

    private static string Name(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        string mark = CanBeMarked(type) && info.ReadState == NullabilityState.Nullable ? "?" : string.Empty;
        if (info.ElementType is { } element && type.IsArray)
        {
            return $"{Name(element)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        return info.GenericTypeArguments is { Length: > 0 } arguments && Nullable.GetUnderlyingType(type) is null
            ? $"{Name(type).Split('<')[0]}<{string.Join(", ", arguments.Select(Name))}>{mark}"
            : Name(type) + mark;
    }

    // of a parameter that may be a value nothing is said
    private static bool CanBeMarked(Type type) => type.IsGenericParameter
        ? type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)
        : !type.IsValueType;

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        string name = Keywords.GetValueOrDefault(type, type.Name.Split('`')[0]);
        string outer = type is { IsNested: true, IsGenericParameter: false } ? Name(type.DeclaringType!) + "." : string.Empty;
        return outer + (type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name);
    }

    private static IEnumerable<Type?> SignatureOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(static parameter => parameter.ParameterType).Append(method.ReturnType),
        MethodBase constructor => constructor.GetParameters().Select(static parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
}
