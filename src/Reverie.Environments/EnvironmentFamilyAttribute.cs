using System.Reflection;

namespace Reverie.Environments;

/// <summary>What kind of environment a class and those derived from it are, such as <c>MiniGrid</c>.</summary>
/// <param name="name">The family's name.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EnvironmentFamilyAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>The family of a class; one that names none belongs to that of its assembly.</summary>
    public static string Of(Type type) => type.GetCustomAttribute<EnvironmentFamilyAttribute>()?.Name ?? type.Assembly.GetName().Name!;
}
