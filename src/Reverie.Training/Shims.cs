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
namespace Reverie.Environments.Arrays
{
    public sealed class ActionRepeat(IArrayEnvironment inner, int n) : Deco(inner) { public int N => n; }
    public sealed class EpisodeLimit(IArrayEnvironment inner, int n) : Deco(inner) { public int N => n; }
    public sealed class RewardSign(IArrayEnvironment inner) : Deco(inner);
    public class Deco(IArrayEnvironment inner) : IArrayEnvironment
    {
        public StepLayout Layout => inner.Layout;
        public string? SuccessMeaning => inner.SuccessMeaning;
        public Saving Saving => inner.Saving;
        public void Reset(ulong? seed, ObservationRow o) => inner.Reset(seed, o);
        public StepSignal Step(ActionRow a, ObservationRow o) => inner.Step(a, o);
        public NdArray<byte> Render() => inner.Render();
        public void Save(BinaryWriter w) => inner.Save(w);
        public void Restore(BinaryReader r) => inner.Restore(r);
        public void Dispose() => inner.Dispose();
    }
}
namespace Reverie.Training.Environments
{
    public sealed class VectorEnvironment : IVectorEnvironment
    {
        private readonly IArrayEnvironment[] _e;
        public VectorEnvironment(Func<int, IArrayEnvironment> make, int count, int threads = 1) { _e = [.. Enumerable.Range(0, count).Select(make)]; Current = new StepBatch(_e[0].Layout, count); }
        public int Count => _e.Length;
        public StepLayout Layout => _e[0].Layout;
        public string? SuccessMeaning => _e[0].SuccessMeaning;
        public Saving Saving => _e[0].Saving;
        public StepBatch Current { get; }
        public void Reset(ulong? seed = null)
        {
            for (int i = 0; i < Count; i++) { _e[i].Reset(seed + (ulong)i, Current.Row(i)); Current.IsFirst[i] = true; Current.Rewards[i] = 0; Current.Terminated[i] = Current.Truncated[i] = false; }
        }
        public void Step(ActionBatch actions, ReadOnlySpan<bool> idle = default)
        {
            for (int i = 0; i < Count; i++)
            {
                (Current.Rewards[i], Current.Terminated[i], Current.Truncated[i], Current.IsFirst[i], Current.Successes[i]) = (0, false, false, false, null);
                if (!idle.IsEmpty && idle[i]) continue;
                var s = _e[i].Step(actions[i], Current.Row(i));
                (Current.Rewards[i], Current.Terminated[i], Current.Truncated[i]) = ((float)s.Reward, s.Terminated, s.Truncated);
                if (!s.Done) continue;
                Current.Successes[i] = s.Success;
                Current.Row(i).CopyTo(Current.FinalRow(i));
                _e[i].Reset(null, Current.Row(i));
                Current.IsFirst[i] = true;
            }
        }
        public NdArray<byte> Render(int environment) => _e[environment].Render();
        public void Save(BinaryWriter w) { for (int i = 0; i < Count; i++) { _e[i].Save(w); w.Write(Current.IsFirst[i]); foreach (var r in Current.Observations) w.Write(r.Row(i)); } }
        public void Restore(BinaryReader r) { for (int i = 0; i < Count; i++) { _e[i].Restore(r); Current.IsFirst[i] = r.ReadBoolean(); foreach (var o in Current.Observations) r.BaseStream.ReadExactly(o.Row(i)); } }
        public void Dispose() { foreach (var e in _e) e.Dispose(); }
    }
}
