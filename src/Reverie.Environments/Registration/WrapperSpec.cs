using System.Reflection;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Registration;

/// <summary>A registered wrapper: its name, its class, and what is put beneath it.</summary>
public sealed class WrapperSpec
{
    internal WrapperSpec(string name, Type type) => (Name, Type) = (name, type);

    /// <summary>For example <c>fully_obs</c>.</summary>
    public string Name { get; }

    /// <summary>Its class; one for any observations or actions is a generic definition.</summary>
    public Type Type { get; }

    /// <summary>Where it comes from: Reverie itself or a plug-in.</summary>
    public Assembly Origin => Type.Assembly;

    /// <summary>The arguments that may be given, in snake_case.</summary>
    public IReadOnlyList<string> KeywordNames => KeywordBinder.Names(Type, wrapping: true);

    /// <summary>Puts the wrapper before an environment, which it then owns.</summary>
    /// <exception cref="ArgumentException">It does not fit there, or an argument is unknown or has the wrong type.</exception>
    public IEnvironment Apply(IEnvironment inner, params ReadOnlySpan<(string Name, object? Value)> keywords)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in keywords)
            arguments[name] = value;
        var type = GenericFit.Close(Type, inner.GetType()) ?? throw Misfit(inner);
        try
        {
            return (IEnvironment)KeywordBinder.Create(type, arguments, inner);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"The wrapper '{Name}': {e.Message}", e);
        }
    }

    private ArgumentException Misfit(IEnvironment inner)
    {
        string[] wishes = [.. GenericFit.Beneath(Type).Where(type => !type.IsGenericParameter).Select(Describe)];
        return new ArgumentException(
            $"The wrapper '{Name}' needs {string.Join(" and ", wishes)} beneath, but {inner.GetType().Name.Split('`')[0]} has {inner.ObservationSpace}"
            + $" and {inner.ActionSpace}: put it elsewhere in the list, or leave it out.");
    }

    private static string Describe(Type type)
    {
        if (type == typeof(int))
            return "actions of one choice";
        if (type == typeof(string))
            return "texts";
        if (!type.IsGenericType)
            return type.Name;
        if (type.ContainsGenericParameters)
            return "arrays of numbers";
        string element = type.GetGenericArguments()[0].Name;
        return type.GetGenericTypeDefinition() == typeof(NdArray<>) ? $"arrays of {element}" : $"{type.Name.Split('`')[0]}<{element}>";
    }
}
