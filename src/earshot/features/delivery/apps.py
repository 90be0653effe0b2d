"""Django's registration of the feature."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "earshot.features.delivery"
    label = "delivery"

    def ready(self) -> None:
        from earshot.features.delivery import merging
        from earshot.features.delivery.approving import settling

        merging.subscribe()
        settling.subscribe()
