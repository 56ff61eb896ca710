using System.Reflection;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Registration;
using Reverie.Environments.Spaces;
using Reverie.Environments.Vector;

namespace Reverie.Environments
{
    public enum PixelView { World, View }
    public static class BuiltInEnvironments { public static EnvironmentRegistry CreateRegistry() => EnvironmentRegistry.Default; }
    public static class BuiltInWrappers { public static WrapperRegistry CreateRegistry() => new(); }
    public static class Pixels
    {
        public static IEnvironment Of(IEnvironment e, PixelView view, int h, int w)
        {
            var grid = (MiniGridEnv)e;
            Environment<GridObservation<byte>, int> drawn = view == PixelView.World ? new RgbImgObsWrapper(grid, 16) : new RgbImgPartialObsWrapper(grid, 16);
            return new PixelWrapper(new ImgObsWrapper(drawn), h, w);
        }
    }
}
namespace Reverie.Environments.Registration
{
    public sealed class WrapperRegistry
    {
        public IEnvironment Apply(IEnvironment inner, string name, params ReadOnlySpan<(string Name, object? Value)> o) =>
            name == "fully_obs" ? new FullyObsWrapper((Environment<GridObservation<byte>, int>)inner) : throw new ArgumentException("no wrapper");
    }
    public static class PluginAssembly
    {
        public static Assembly Load(string path) => Assembly.LoadFrom(path);
        public static IReadOnlyList<T> Instances<T>(Assembly a) => [.. a.GetExportedTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(T))).Select(t => (T)Activator.CreateInstance(t)!)];
    }
    public static class Ext { public static void Register(this IEnvironmentPlugin p, WrapperRegistry r) { } }
}
