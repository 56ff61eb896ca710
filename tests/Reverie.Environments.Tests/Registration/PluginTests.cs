using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Reverie.Environments.Registration;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Registration;

public sealed class PluginTests
{
    private static string Here => typeof(PluginTests).Assembly.Location;

    [Fact]
    public void Load_AssemblyWithAPlugin_RegistersItsEnvironments()
    {
        var registry = BuiltInEnvironments.CreateRegistry();
        PluginLoader.Load(Here, registry, new WrapperRegistry());
        var spec = registry.Find("Tests-Toy-v0");
        Assert.Equal(("Reverie.Environments.Tests", Here), (spec.Family, spec.Origin.Location));
        Assert.Equal(("Box(-1, 1, [2], Single)", "Discrete(2)"), (spec.ObservationSpace.ToString(), spec.ActionSpace.ToString()));
        using var environment = registry.Make("Tests-Toy-v0");
        Assert.IsType<SnapshotToy>(environment);
        Assert.Equal(
            "The id 'Tests-Toy-v0' is already registered, by Reverie.Environments.Tests: choose another.",
            Assert.Throws<ArgumentException>(() => PluginLoader.Load(Here, registry, new WrapperRegistry())).Message);
    }

    [Fact]
    public void Load_WhatIsNoPlugin_SaysWhyInOneSentence()
    {
        using var folder = new TemporaryFolder();
        string text = Path.Combine(folder.Path, "text.dll"), future = Path.Combine(folder.Path, "future.dll"), none = Path.Combine(folder.Path, "none.dll");
        File.WriteAllText(text, "not a program");
        File.WriteAllBytes(future, AssemblyThatNeeds("Reverie.Environments", new Version(7, 1, 0, 0)));
        Refused(none, $"There is no plug-in '{none}': give the path of a .NET assembly.");
        Refused(text, $"'{text}' is not a .NET assembly: give the path of a plug-in's .dll file.");
        Refused(
            future, $"The plug-in '{future}' was made for Reverie.Environments 7.1.0.0, and this is version {Own()}: build it against this version.");
        Refused(typeof(EnvironmentRegistry).Assembly.Location,
            "The assembly Reverie.Environments has no plug-in in it: add a public class that implements IEnvironmentPlugin.");

        static void Refused(string path, string sentence) =>
            Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => PluginLoader.Load(path, new EnvironmentRegistry(), new WrapperRegistry())).Message);

        static Version Own() => typeof(EnvironmentRegistry).Assembly.GetName().Version!;
    }

    [Fact]
    public void CreateAll_ClassThatCannotBeMade_SaysSo()
    {
        Assert.StartsWith("The plug-in Reverie.Environments.Tests has a INeedy that cannot be made: ",
            Assert.Throws<ArgumentException>(() => PluginAssembly.CreateAll<INeedy>(typeof(PluginTests).Assembly)).Message, StringComparison.Ordinal);
        Assert.Equal("The plug-in Reverie.Environments.Tests has a IBroken that cannot be made: out of order",
            Assert.Throws<ArgumentException>(() => PluginAssembly.CreateAll<IBroken>(typeof(PluginTests).Assembly)).Message);
        Assert.Empty(PluginAssembly.CreateAll<IDictSpace>(typeof(PluginTests).Assembly));
    }

    /// <summary>A .NET assembly with nothing in it but a reference.</summary>
    private static byte[] AssemblyThatNeeds(string name, Version version)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("future.dll"), metadata.GetOrAddGuid(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11])), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("future"), new Version(1, 0), default, default, default, AssemblyHashAlgorithm.None);
        metadata.AddAssemblyReference(metadata.GetOrAddString(name), version, default, default, default, default);
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        return image.ToArray();
    }
}
