using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Registration;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>The wrappers of MiniGrid by name: the original's class names in snake_case without "wrapper", and the original's arguments.</summary>
internal static class GridWrappers
{
    public static void Register(WrapperRegistry wrappers)
    {
        RegisterImages(wrappers);
        RegisterRules(wrappers);
        wrappers.Register<CaptionWrapper>("caption");
        wrappers.Register<MissionStreamWrapper>("mission_stream");
    }

    private static void RegisterImages(WrapperRegistry wrappers)
    {
        wrappers.Register<DictObservationSpaceWrapper>("dict_observation_space");
        wrappers.Register<DirectionObsWrapper>("direction_obs");
        wrappers.Register<FlatObsWrapper>("flat_obs");
        wrappers.Register<FullyObsWrapper>("fully_obs");
        wrappers.Register<ImgObsWrapper>("img_obs");
        wrappers.Register<OneHotPartialObsWrapper>("one_hot_partial_obs");
        wrappers.Register<RgbImgObsWrapper>("rgb_img_obs");
        wrappers.Register<RgbImgPartialObsWrapper>("rgb_img_partial_obs");
        wrappers.Register<SymbolicObsWrapper>("symbolic_obs");
        wrappers.Register<ViewSizeWrapper>("view_size");
    }

    private static void RegisterRules(WrapperRegistry wrappers)
    {
        wrappers.Register<ActionBonus>("action_bonus");
        wrappers.Register<MissionFilter>("mission_filter");
        wrappers.Register<NoDeath>("no_death");
        wrappers.Register<PositionBonus>("position_bonus");
        wrappers.Register<ReseedWrapper>("reseed");
        wrappers.Register<StochasticActionWrapper>("stochastic_action");
    }
}
